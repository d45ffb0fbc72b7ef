import { describe, expect, it } from "vitest";
import { DEAD } from "../../../../shared/brokers/last-words.ts";
import { memoryDeadLetters } from "../../../../shared/brokers/memory/dead-letters.ts";
import { MEMORY_LIMITS } from "../../../../shared/brokers/memory/endpoint.ts";
import type { MemoryRecord } from "../../../../shared/brokers/memory/queue.ts";
import { memorySource } from "../../../../shared/brokers/memory/source.ts";
import { DecodeError, SinkError } from "../../../../shared/core/errors.ts";
import type { Delivery } from "../../../../shared/core/ports.ts";
import { aMemoryQueue, aMemoryWire } from "../../../support/a-memory-queue.ts";
import { aBudget } from "../../../support/a-message.ts";

const reason = { link: "f/a", error: new DecodeError("HEADER", "damaged"), at: 5 };

/** A damaged message, as its source gives it. */
function damaged(): Delivery {
  const { queue } = aMemoryQueue();
  queue.put({ ...aMemoryWire("bitter", "k"), attributes: new Map([["hopspan", { type: "String", value: '{"v":' }]]) });
  const [delivery] = memorySource(queue.endpoint).receive(queue.take());
  if (delivery === undefined) throw new Error("nothing was delivered");
  return delivery;
}

describe("memoryDeadLetters", () => {
  it("keeps a delivery as it came, with the reason beside it", async () => {
    const { queue } = aMemoryQueue();
    await memoryDeadLetters(queue).put(damaged(), reason, aBudget());
    const [buried] = queue.take();
    const attributes = new Map(buried?.wire.attributes);
    const said = JSON.parse(attributes.get(DEAD)?.value ?? "");
    attributes.delete(DEAD);
    expect(said).toEqual({
      link: "f/a",
      code: "HEADER",
      class: "DecodeError",
      reason: "damaged",
      at: 5,
      receipt: "1/1",
      attempt: 1,
    });
    expect({ ...buried?.wire, attributes }).toEqual({
      ...aMemoryWire("bitter", "k"),
      attributes: new Map([["hopspan", { type: "String", value: '{"v":' }]]),
    });
  });

  it.each([0, 1, 50, 90, 160])("takes what is as large as the queue can deliver, less %i bytes", async (slack) => {
    const from = aMemoryQueue().queue;
    const body = new Uint8Array(MEMORY_LIMITS.messageBytes - slack);
    from.put({ body, attributes: new Map() });
    const { queue } = aMemoryQueue();
    for (const delivery of memorySource(from.endpoint).receive(from.take()))
      await memoryDeadLetters(queue).put(delivery, reason, aBudget());
    const [buried] = queue.take();
    const words = JSON.parse(buried?.wire.attributes.get(DEAD)?.value ?? "{}") as object;
    const said = { 0: 0, 1: 0, 50: 2, 90: 2, 160: 7 }[slack];
    expect([buried?.wire.body.byteLength, Object.keys(words).length]).toEqual([body.byteLength, said]);
  });

  it("says less where the queue refuses for good, and keeps an earlier reason", async () => {
    const { queue } = aMemoryQueue({}, ({ attributes }) =>
      (attributes.get(DEAD)?.value.length ?? 0) > 100 ? new SinkError("BAD", "bad", false) : undefined,
    );
    const { raw, ...delivery } = damaged();
    const record = raw as MemoryRecord;
    const wire = { ...record.wire, attributes: new Map([[DEAD, { type: "String", value: "before" }]]) };
    await memoryDeadLetters(queue).put({ ...delivery, raw: { ...record, wire } }, reason, aBudget());
    expect(queue.take()[0]?.wire.attributes.get(DEAD)?.value).toBe(
      '{"link":"f/a","code":"HEADER","attributes":[["hopspan-dead","String","before"]]}',
    );
  });

  it("rejects where the queue refuses, and where the time is up", async () => {
    const full = new SinkError("FULL", "full", true);
    const { queue } = aMemoryQueue({}, () => full);
    await expect(memoryDeadLetters(queue).put(damaged(), reason, aBudget())).rejects.toBe(full);
    await expect(memoryDeadLetters(aMemoryQueue().queue).put(damaged(), reason, aBudget(0))).rejects.toMatchObject({
      code: "HELD",
      retryable: true,
    });
  });
});
