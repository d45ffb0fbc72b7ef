import { describe, expect, it } from "vitest";
import { merged, refusalLines, strayNotes, unaccepted } from "../../../infra/plan/consent.ts";

const removal = (name: string, loss?: string) => ({
  address: `aws/queue/1/r/${name}`,
  ...(loss === undefined ? {} : { loss }),
});
const list = [removal("a", "queue a: the messages in it"), removal("b", "queue b: the messages in it"), removal("c")];
const addresses = (losses: readonly { readonly address: string }[]) => losses.map(({ address }) => address.at(-1));

describe("consent", () => {
  it("is asked for each loss, and for nothing else", () => {
    expect(addresses(unaccepted(list, []))).toEqual(["a", "b"]);
    expect(addresses(unaccepted(list, ["aws/queue/1/r/a"]))).toEqual(["b"]);
    expect(unaccepted(list, ["all"])).toEqual([]);
    expect(refusalLines([])).toEqual([]);
  });

  it("for what would not be lost stops nothing, and is noted", () => {
    expect(addresses(unaccepted(list, ["aws/queue/1/r/aa", "aws/queue/1/r/b"]))).toEqual(["a"]);
    expect(strayNotes(list, ["aws/queue/1/r/aa", "aws/queue/1/r/b", "all", "aws/queue/1/r/aa"])).toEqual([
      "note: --accept-loss aws/queue/1/r/aa: nothing of this address would be lost: did you mean aws/queue/1/r/a?",
    ]);
    expect(strayNotes([], ["aws/queue/1/r/a"])).toEqual([
      "note: --accept-loss aws/queue/1/r/a: nothing of this address would be lost",
    ]);
  });

  it("is refused with the words that would give it", () => {
    expect(refusalLines(unaccepted(list, ["aws/queue/1/r/b"]))).toEqual([
      "refused: this would lose",
      "  queue a: the messages in it   --accept-loss aws/queue/1/r/a",
      "To go on, repeat the command with these options, or with --accept-loss all.",
    ]);
  });

  it("is asked for once where the lock and a tool know of the same loss", () => {
    expect(merged(list, [removal("b", "queue b: in other words"), removal("d", "queue d: it")])).toEqual([
      ...list.slice(0, 2),
      removal("d", "queue d: it"),
    ]);
  });
});
