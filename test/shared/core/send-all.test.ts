import { describe, expect, it } from "vitest";
import { SinkError, TransformError } from "../../../shared/core/errors.ts";
import type { SendResult, Sink } from "../../../shared/core/ports.ts";
import { sendAll } from "../../../shared/core/send-all.ts";
import { shareTime } from "../../../shared/core/share-time.ts";
import { aMessage } from "../../support/a-message.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const sent: SendResult = { kind: "sent" };
const busy = new SinkError("BUSY", "busy", true);
const bad = new SinkError("BAD", "bad", false);
const pair = [aMessage({ id: "a" }), aMessage({ id: "b" })];
function send(answer: Sink["send"], messages = pair) {
  const time = virtualTiming();
  const { sending } = shareTime(time.budget(10_000), time.timing.after);
  return time.run(sendAll({ send: answer }, messages, sending));
}
const codes = async (answer: Sink["send"]) =>
  (await send(answer)).map((result) =>
    result.kind === "refused" ? [result.error.code, result.error.retryable] : result.kind,
  );

describe("sendAll", () => {
  it("gives what the sink says, to a question about everything at once", async () => {
    const asked: unknown[] = [];
    const answer: Sink["send"] = async (messages, budget) => {
      asked.push([messages, budget.remainingMs()]);
      return [sent, { kind: "held" }];
    };
    expect([await send(answer), asked]).toEqual([[sent, { kind: "held" }], [[pair, 9_000]]]);
  });

  it("asks nothing where there is nothing to send", async () => {
    const answer = () => Promise.reject(new Error("asked for nothing"));
    expect(await send(answer, [])).toEqual([]);
  });

  it("takes a throw for a refusal of everything that is worth another try, with its own code only where it is one", async () => {
    const each = (code: string) => [
      [code, true],
      [code, true],
    ];
    const thrown = (error: unknown) => codes(() => Promise.reject(error));
    expect(await thrown(new Error("odd"))).toEqual(each("SINK_THREW"));
    expect(await thrown(bad)).toEqual(each("SINK_THREW"));
    expect(await thrown(new TransformError("X", "x"))).toEqual(each("SINK_THREW"));
    expect(await thrown(busy)).toEqual(each("BUSY"));
    const atOnce = () => {
      throw new Error("odd");
    };
    expect(await codes(atOnce)).toEqual(each("SINK_THREW"));
  });

  it("does not wait for a sink that never answers, and has no results of one that answers with something else", async () => {
    expect(await codes(() => new Promise(() => {}))).toEqual([
      ["SINK_LATE", true],
      ["SINK_LATE", true],
    ]);
    expect(await send(async () => undefined as unknown as readonly SendResult[])).toEqual([]);
  });
});
