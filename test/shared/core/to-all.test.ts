import { describe, expect, it } from "vitest";
import { SinkError } from "../../../shared/core/errors.ts";
import type { SendResult, Sink } from "../../../shared/core/ports.ts";
import { toAll } from "../../../shared/core/to-all.ts";

const now = new SinkError("BUSY", "busy", true);
const never = new SinkError("BAD", "bad", false);
const sent: SendResult = { kind: "sent" };
const message = { id: "m", body: new Uint8Array(), attributes: new Map(), trail: [], sentAt: 0 };
const answering = (result: SendResult): Sink => ({ send: async (messages) => messages.map(() => result) });
const ask = async (...results: readonly SendResult[]) =>
  (await toAll(results.map(answering)).send([message], { remainingMs: () => 1_000 }))[0];

describe("toAll", () => {
  it("is the sink itself where there is one target", () => {
    const sink = answering(sent);
    expect(toAll([sink])).toBe(sink);
  });

  it("has sent a message only once every target has confirmed it", async () => {
    expect(await ask(sent, sent)).toEqual(sent);
    expect(await ask(sent, { kind: "held" })).toEqual({ kind: "held" });
    expect(await ask({ kind: "refused", error: never }, sent)).toEqual({ kind: "refused", error: never });
  });

  it("asks for another try while one target may still take the message", async () => {
    const refused: SendResult = { kind: "refused", error: never };
    expect(await ask(refused, { kind: "refused", error: now })).toEqual({ kind: "refused", error: now });
    expect(await ask(refused, { kind: "held" })).toEqual({ kind: "held" });
  });

  it("waits for every target, also where one throws, so that nothing is still sent when the message comes again", async () => {
    const steps: string[] = [];
    const slow: Sink = {
      async send(messages) {
        await new Promise((resolve) => setImmediate(resolve));
        steps.push("the slow one has answered");
        return messages.map(() => sent);
      },
    };
    const odd = () => {
      throw new Error("odd");
    };
    for (const send of [odd, () => Promise.reject(now), async () => []]) {
      const [result] = await toAll([{ send }, slow]).send([message], { remainingMs: () => 1_000 });
      steps.push(result?.kind === "refused" ? result.error.code : String(result?.kind));
    }
    expect(steps.filter((step) => !step.startsWith("the slow"))).toEqual(["SINK_THREW", "BUSY", "held"]);
    expect(steps.map((step) => step.startsWith("the slow"))).toEqual([true, false, true, false, true, false]);
  });
});
