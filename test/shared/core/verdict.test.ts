import { describe, expect, it } from "vitest";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import type { Outcome, SendResult } from "../../../shared/core/ports.ts";
import { judge, type Prepared } from "../../../shared/core/verdict.ts";
import { aDelivery, aMessage } from "../../support/a-message.ts";

const busy = new SinkError("BUSY", "busy", true);
const bad = new SinkError("BAD", "bad", false);
const sent: SendResult = { kind: "sent" };
const held: SendResult = { kind: "held" };
const refused = (error: SinkError): SendResult => ({ kind: "refused", error });

const item = (receipt: string, count: number, lane?: string): Prepared => ({
  delivery: aDelivery(receipt, lane === undefined ? {} : { lane }),
  id: `id-${receipt}`,
  messages: Array.from({ length: count }, () => aMessage()),
});
const brief = (outcome: Outcome) =>
  `${outcome.receipt} ${outcome.kind}${"error" in outcome ? ` ${outcome.error.code}` : ""}`;
const told = (items: readonly Prepared[], results: readonly SendResult[]) =>
  judge(items, results).map(({ outcome }) => brief(outcome));

describe("judge", () => {
  it("gives a delivery the fates of its own messages", () => {
    const items = [item("none", 0), item("one", 1), item("three", 3), item("last", 1)];
    expect(judge(items, [sent, sent, sent, sent, refused(bad)]).map(({ outcome }) => outcome)).toEqual([
      { receipt: "none", id: "id-none", kind: "dropped" },
      { receipt: "one", id: "id-one", kind: "relayed", messages: 1 },
      { receipt: "three", id: "id-three", kind: "relayed", messages: 3 },
      { receipt: "last", id: "id-last", kind: "dead", error: bad },
    ]);
  });

  it("tells the attempt where the broker counts, and no id where none could be read", () => {
    const failure = new DecodeError("HEADER", "damaged");
    expect(judge([{ delivery: aDelivery("r", { attempt: 3 }), failure }], [])).toEqual([
      expect.objectContaining({ outcome: { receipt: "r", attempt: 3, kind: "dead", error: failure } }),
    ]);
  });

  it("tries a split again whole where a part may still go, also beside a part that never can", () => {
    expect(told([item("a", 3)], [sent, refused(busy), refused(bad)])).toEqual(["a retry BUSY"]);
    expect(told([item("a", 3)], [sent, held, refused(bad)])).toEqual(["a retry HELD"]);
    expect(told([item("a", 3)], [sent, refused(bad), sent])).toEqual(["a dead BAD"]);
  });

  it("tries again what the sink said nothing of", () => {
    expect(told([item("a", 1), item("b", 2)], [sent, sent])).toEqual(["a relayed", "b retry HELD"]);
    expect(told([item("a", 1)], [])).toEqual(["a retry HELD"]);
    expect(told([item("a", 2)], [refused(bad)])).toEqual(["a retry HELD"]);
  });

  it("takes for sent only what is confirmed, and looks past what the sink says too much", () => {
    const unheardOf = { kind: "queued" } as unknown as SendResult;
    expect(told([item("a", 2)], [sent, unheardOf])).toEqual(["a retry HELD"]);
    expect(told([item("a", 1)], [sent, refused(busy), held])).toEqual(["a relayed"]);
  });

  it("holds back what is behind the first retry of a lane, but for what is already sent", () => {
    const items = [item("a1", 1, "a"), item("a2", 1, "a"), item("a3", 0, "a"), item("a4", 1, "a"), item("b1", 1, "b")];
    expect(told(items, [refused(busy), sent, refused(bad), sent])).toEqual([
      "a1 retry BUSY",
      "a2 relayed",
      "a3 retry HELD",
      "a4 retry HELD",
      "b1 relayed",
    ]);
  });

  it("lets a lane go on behind a final refusal", () => {
    const items = [item("a1", 1, "a"), item("a2", 0, "a"), item("a3", 1, "a")];
    expect(told(items, [refused(bad), sent])).toEqual(["a1 dead BAD", "a2 dropped", "a3 relayed"]);
  });

  it("knows two deliveries of one receipt apart", () => {
    const twice = item("a", 1);
    expect(told([twice, twice], [refused(busy), sent])).toEqual(["a retry BUSY", "a relayed"]);
  });
});
