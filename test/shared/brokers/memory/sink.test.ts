import { describe, expect, it } from "vitest";
import { memorySink } from "../../../../shared/brokers/memory/sink.ts";
import { SinkError } from "../../../../shared/core/errors.ts";
import { aMemoryQueue } from "../../../support/a-memory-queue.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";

const refusing = (error: SinkError, ordered: boolean) =>
  aMemoryQueue({ ordered }, ({ body }) => (Buffer.from(body).includes("!") ? error : undefined)).queue;
const busy = new SinkError("BUSY", "busy", true);
const bad = new SinkError("BAD", "bad", false);
const keyed = (name: string) =>
  aMessage({ id: name, body: Buffer.from(name), ...(name[0] === "-" ? {} : { orderingKey: name[0] ?? "" }) });
const fates = async (error: SinkError, ordered: boolean) =>
  (await memorySink(refusing(error, ordered)).send(["a1", "a2!", "a3", "b1", "-1!", "-2"].map(keyed), aBudget())).map(
    ({ kind }) => kind,
  );

describe("memorySink", () => {
  it("stops a key at its first refusal for now, and lets everything else go on", async () => {
    expect(await fates(busy, true)).toEqual(["sent", "refused", "held", "sent", "refused", "sent"]);
  });

  it("lets a key go on behind a final refusal, and where no order is kept", async () => {
    const onlyTheOne = ["sent", "refused", "sent", "sent", "refused", "sent"];
    expect([await fates(bad, true), await fates(busy, false)]).toEqual([onlyTheOne, onlyTheOne]);
  });

  it("holds what there is no time for, and all that is behind it in its key", async () => {
    const { queue } = aMemoryQueue();
    let looks = 0;
    const budget = { remainingMs: () => (++looks === 2 ? 0 : 1) };
    const results = await memorySink(queue).send(["a1", "a2", "a3", "b1"].map(keyed), budget);
    expect([results.map(({ kind }) => kind), queue.size()]).toEqual([["sent", "held", "held", "sent"], 2]);
  });
});
