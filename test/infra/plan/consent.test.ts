import { describe, expect, it } from "vitest";
import type { Change } from "../../../infra/plan/changes.ts";
import { refusalLines, unaccepted } from "../../../infra/plan/consent.ts";

const removal = (name: string, loss?: string): Change => ({
  address: `aws/queue/1/r/${name}`,
  verb: "remove",
  thing: { cloud: "aws", kind: "queue", name, settings: {} },
  settings: [],
  ...(loss === undefined ? {} : { loss }),
});
const list = [removal("a", "queue a: the messages in it"), removal("b", "queue b: the messages in it"), removal("c")];

describe("consent", () => {
  it("is asked for each loss, and for nothing else", () => {
    expect(unaccepted(list, []).map(({ thing }) => thing.name)).toEqual(["a", "b"]);
    expect(unaccepted(list, ["aws/queue/1/r/a"]).map(({ thing }) => thing.name)).toEqual(["b"]);
    expect(unaccepted(list, ["all"])).toEqual([]);
    expect(refusalLines([])).toEqual([]);
  });

  it("for what would not be lost is a mistake that is told", () => {
    expect(() => unaccepted(list, ["aws/queue/1/r/aa"])).toThrow(
      "--accept-loss aws/queue/1/r/aa: nothing of this address would be lost: did you mean aws/queue/1/r/a?",
    );
  });

  it("is refused with the words that would give it", () => {
    expect(refusalLines(unaccepted(list, ["aws/queue/1/r/b"]))).toEqual([
      "refused: this would lose",
      "  queue a: the messages in it   --accept-loss aws/queue/1/r/a",
      "To go on, repeat the command with these options, or with --accept-loss all.",
    ]);
  });
});
