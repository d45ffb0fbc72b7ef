import { describe, expect, it } from "vitest";
import { existingSources } from "../../../../shared/fabric/rules/existing.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = {
  made: queue("made"),
  theirs: { sqs: "theirs", existing: true },
  ordered: { sqs: "theirs.fifo", existing: true },
  feed: { pubsub: "feed", existing: true },
  out: topic("out"),
};

describe("existing sources", () => {
  it("are no matter where they are topics, or only targets", () => {
    const fabric = aFabric(endpoints, { one: { from: "made", to: "theirs" }, two: { from: "feed", to: "out" } });
    expect(existingSources(fabric)).toEqual([]);
  });

  it("leave their settings to their owner, who is told the figures", () => {
    const fabric = aFabric(endpoints, { one: { from: ["theirs", "ordered"], to: "out" } });
    expect(said(existingSources(fabric))).toEqual([
      "warning EXISTING_SOURCE: queue theirs is never changed: see to it that its visibility timeout is 181 s or more and that its redrive policy allows 5 receives or more",
      "warning EXISTING_SOURCE: queue ordered is never changed: see to it that its visibility timeout is 180 s or more and that its redrive policy allows 5 receives or more",
    ]);
  });
});
