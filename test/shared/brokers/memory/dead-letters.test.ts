import { describe, expect, it } from "vitest";
import { DEAD, memoryDeadLetters } from "../../../../shared/brokers/memory/dead-letters.ts";
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
