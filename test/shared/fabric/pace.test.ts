import { describe, expect, it } from "vitest";
import type { Hop } from "../../../shared/fabric/fabric.ts";
import { instancesOf, mostWaiting, paced } from "../../../shared/fabric/pace.ts";

const hop: Hop = {
  name: "h",
  from: ["a"],
  to: ["b"],
  transforms: [],
  keep: [],
  validate: "in",
  opposites: [],
  latency: "normal",
  retry: {},
  run: {},
};
const link = { source: { broker: "sqs" as const }, timeoutSeconds: 30, batch: { maxMessages: 100, windowSeconds: 1 } };

describe("a rate over many instances", () => {
  it("is shared by as few as the cloud allows, or as many as the hop says", () => {
    expect(instancesOf(hop, "sqs")).toBeUndefined();
    expect(instancesOf({ ...hop, messagesPerSecond: 5 }, "sqs")).toBe(2);
    expect(instancesOf({ ...hop, messagesPerSecond: 5 }, "pubsub")).toBe(1);
    expect(instancesOf({ ...hop, messagesPerSecond: 5, run: { maxConcurrency: 7 } }, "pubsub")).toBe(7);
  });

  it("leaves a link as it is where there is none", () => {
    expect(paced(hop, link)).toBe(link);
  });

  it("takes no more at a time than come to their turn in half the time", () => {
    expect(paced({ ...hop, messagesPerSecond: 4 }, link)).toEqual({
      ...link,
      messagesPerSecond: 2,
      batch: { maxMessages: 30, windowSeconds: 1 },
    });
    expect(paced({ ...hop, messagesPerSecond: 1_000 }, link).batch.maxMessages).toBe(100);
    expect(paced({ ...hop, messagesPerSecond: 10 }, { source: { broker: "pubsub" }, timeoutSeconds: 30 })).toEqual({
      source: { broker: "pubsub" },
      timeoutSeconds: 30,
      messagesPerSecond: 10,
    });
    expect(mostWaiting(0.01, 30)).toBe(1);
  });
});
