import { describe, expect, it } from "vitest";
import { memorySource } from "../../../../shared/brokers/memory/source.ts";
import { SinkError } from "../../../../shared/core/errors.ts";
import type { Outcome } from "../../../../shared/core/ports.ts";
import { aMemoryEndpoint, aMemoryQueue, aMemoryWire } from "../../../support/a-memory-queue.ts";

describe("memorySource", () => {
  it("gives a delivery per record, in order, in the lane of its key", () => {
    const { queue } = aMemoryQueue();
    queue.put(aMemoryWire("a", "k"));
    queue.put(aMemoryWire("b"));
    const records = queue.take();
    const deliveries = memorySource(queue.endpoint).receive(records);
    expect(deliveries.map(({ open, ...sealed }) => sealed)).toEqual([
      { receipt: "1/1", attempt: 1, lane: "k", raw: records[0] },
      { receipt: "2/1", attempt: 1, raw: records[1] },
    ]);
    expect(deliveries.map(({ open }) => open().id)).toEqual(["orders:1", "orders:2"]);
  });

  it("has no lanes where the queue keeps no order", () => {
    const { queue } = aMemoryQueue({ ordered: false });
    queue.put(aMemoryWire("a", "k"));
    const [delivery] = memorySource(queue.endpoint).receive(queue.take());
    expect([delivery?.lane, delivery?.open().orderingKey]).toEqual([undefined, "k"]);
  });

  it("wants only a retry again", () => {
    const error = new SinkError("E", "e", true);
    const outcomes: readonly Outcome[] = [
      { receipt: "1", kind: "relayed", messages: 1 },
      { receipt: "2", kind: "retry", error },
      { receipt: "3", kind: "dropped" },
      { receipt: "4", kind: "dead", error },
    ];
    expect(memorySource(aMemoryEndpoint()).settle(outcomes)).toEqual({ done: ["1", "3", "4"], failed: ["2"] });
  });
});
