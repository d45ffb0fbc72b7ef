import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MEMORY_LIMITS } from "../../../../shared/brokers/memory/endpoint.ts";
import type { MemoryQueue, MemoryRecord } from "../../../../shared/brokers/memory/queue.ts";
import { SinkError } from "../../../../shared/core/errors.ts";
import { aMemoryQueue, aMemoryWire } from "../../../support/a-memory-queue.ts";

const bodies = (records: readonly MemoryRecord[]) => records.map(({ wire }) => Buffer.from(wire.body).toString());
const receipts = (records: readonly MemoryRecord[]) => records.map(({ receipt }) => receipt);
const fill = (queue: MemoryQueue, ...wires: readonly [body: string, key?: string][]) => {
  for (const [body, key] of wires) expect(queue.put(aMemoryWire(body, key))).toBeUndefined();
};

describe("a queue in memory", () => {
  it("gives out the oldest first, in batches, each under a receipt of its own", () => {
    const { queue } = aMemoryQueue();
    fill(queue, ...Array.from({ length: 12 }, (_, at): [string] => [`m${at}`]));
    expect(queue.take(2)).toEqual([
      { receipt: "1/1", attempt: 1, messageId: "1", acceptedAt: 1_000_000, wire: aMemoryWire("m0") },
      { receipt: "2/1", attempt: 1, messageId: "2", acceptedAt: 1_000_000, wire: aMemoryWire("m1") },
    ]);
    expect(queue.take()).toHaveLength(MEMORY_LIMITS.batchMessages);
    expect([queue.take(), queue.size()]).toEqual([[], 12]);
  });

  it("forgets what is done and gives out again what failed", () => {
    const { queue } = aMemoryQueue();
    fill(queue, ["a"], ["b"]);
    queue.settle({ done: ["1/1"], failed: ["2/1"] });
    expect(queue.size()).toBe(2);
    const [first, second] = receipts(queue.take());
    queue.settle({ done: [first ?? ""], failed: [second ?? ""] });
    expect(queue.take()).toEqual([expect.objectContaining({ receipt: "2/2", messageId: "2", attempt: 2 })]);
  });

  it("brings back by itself what nobody answers for, and no sooner", () => {
    const { queue, pass } = aMemoryQueue({ visibilityTimeoutSeconds: 30 });
    fill(queue, ["a"]);
    expect(receipts(queue.take())).toEqual(["1/1"]);
    pass(29);
    expect(queue.take()).toEqual([]);
    pass(1);
    expect(receipts(queue.take())).toEqual(["1/2"]);
  });

  it("listens to no receipt of an earlier attempt", () => {
    const { queue, pass } = aMemoryQueue();
    fill(queue, ["a"]);
    queue.take();
    pass(30);
    queue.take();
    queue.settle({ done: ["1/1"], failed: ["1/1", "9/9"] });
    expect([queue.size(), queue.take()]).toEqual([1, []]);
    queue.settle({ done: ["1/2"], failed: [] });
    expect(queue.size()).toBe(0);
  });

  it("locks a key while a delivery of it is out, and no other", () => {
    const { queue } = aMemoryQueue();
    fill(queue, ["a1", "a"], ["a2", "a"], ["b1", "b"], ["free"]);
    expect(bodies(queue.take(1))).toEqual(["a1"]);
    expect(bodies(queue.take())).toEqual(["b1", "free"]);
    queue.settle({ done: [], failed: ["1/1"] });
    expect(bodies(queue.take())).toEqual(["a1", "a2"]);
  });

  it("puts what fails behind the others only where no order has to be kept", () => {
    const order = (ordered: boolean) => {
      const { queue } = aMemoryQueue({ ordered });
      fill(queue, ["a1", "a"], ["a2", "a"]);
      queue.settle({ done: [], failed: receipts(queue.take(1)) });
      return bodies(queue.take());
    };
    expect([order(true), order(false)]).toEqual([
      ["a1", "a2"],
      ["a2", "a1"],
    ]);
  });

  it("keeps a copy: what was put in is the sender's no longer", () => {
    const { queue } = aMemoryQueue();
    const wire = { body: Buffer.from("before"), attributes: new Map([["a", { type: "String", value: "1" }]]) };
    queue.put(wire);
    wire.body.write("after!");
    wire.attributes.clear();
    const [record] = queue.take();
    expect([bodies(record ? [record] : []), record?.wire.attributes.size]).toEqual([["before"], 1]);
  });

  it("refuses what is over its limit for good, and what it was told to refuse", () => {
    const { queue } = aMemoryQueue({}, ({ orderingKey }) =>
      orderingKey === "no" ? new SinkError("BUSY", "busy", true) : undefined,
    );
    const sized = (bytes: number) =>
      queue.put({ body: new Uint8Array(bytes), attributes: new Map(), orderingKey: "é" });
    expect(sized(MEMORY_LIMITS.messageBytes - 2)).toBeUndefined();
    expect(sized(MEMORY_LIMITS.messageBytes - 1)).toMatchObject({ code: "MESSAGE_TOO_LARGE", retryable: false });
    expect(queue.put(aMemoryWire("x", "no"))).toMatchObject({ code: "BUSY" });
    expect(queue.size()).toBe(1);
  });

  it("loses nothing and keeps the order of every key, however often deliveries fail or are forgotten", () => {
    const steps = fc.array(fc.tuple(fc.constantFrom("done", "failed", "forgotten"), fc.integer({ min: 1, max: 4 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 20 }), steps, (keys, todo) => {
        const { queue, pass } = aMemoryQueue();
        fill(queue, ...keys.map((key, at): [string, string] => [`${key}${at}`, key]));
        const finished: string[] = [];
        const act = (what: string, most: number) => {
          const batch = queue.take(most);
          if (what === "forgotten") return pass(31);
          if (what === "done") finished.push(...bodies(batch));
          queue.settle({ done: [], failed: [], [what]: receipts(batch) });
        };
        for (const [what, most] of todo) act(what, most);
        pass(31);
        while (queue.size() > 0) act("done", 4);
        const byKey = (all: readonly string[]) => Map.groupBy(all, (name) => name[0]);
        expect(byKey(finished)).toEqual(byKey(keys.map((key, at) => `${key}${at}`)));
      }),
    );
  });
});
