import { describe, expect, it } from "vitest";
import { SinkError, TransformError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { SendResult, Sink } from "../../../shared/core/ports.ts";
import { withEnding } from "../../../shared/core/with-ending.ts";
import { aMessage } from "../../support/a-message.ts";

const budget = { remainingMs: () => 1_000 };
const marked = (message: Message) => ({ ...message, orderingKey: `${message.id}!` });

function aSink(answer: (message: Message) => SendResult = () => ({ kind: "sent" })) {
  const got: Message[] = [];
  const sink: Sink = {
    async send(messages) {
      got.push(...messages);
      return messages.map(answer);
    },
  };
  return { sink, got };
}

describe("withEnding", () => {
  it("sends what the ending makes of each message", async () => {
    const { sink, got } = aSink();
    const messages = [aMessage({ id: "a" }), aMessage({ id: "b" })];
    expect(await withEnding(sink, (message) => [marked(message)]).send(messages, budget)).toEqual([
      { kind: "sent" },
      { kind: "sent" },
    ]);
    expect(got.map(({ orderingKey }) => orderingKey)).toEqual(["a!", "b!"]);
  });

  it("refuses for good what the ending can't take, and gives the others the sink's own answers", async () => {
    const busy: SendResult = { kind: "refused", error: new SinkError("BUSY", "busy", true) };
    const { sink, got } = aSink(({ id }) => (id === "c" ? busy : { kind: "sent" }));
    const ending = (message: Message) => {
      if (message.id === "b") throw new TransformError("OUTPUT", "the body does not fit");
      if (message.id === "d") return [];
      if (message.id === "e") throw new RangeError("a secret");
      return [message];
    };
    const messages = ["a", "b", "c", "d", "e"].map((id) => aMessage({ id }));
    const results = await withEnding(sink, ending).send(messages, budget);
    const told = results.map((result) =>
      result.kind === "refused"
        ? `${result.error.code} ${result.error.retryable} ${result.error.message}`
        : result.kind,
    );
    expect(told).toEqual([
      "sent",
      "OUTPUT false the body does not fit",
      "BUSY true busy",
      "ENDING false what stands before the target gave more or less than one message",
      "ENDING false what stands before the target threw a RangeError",
    ]);
    expect(got.map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("does not call the sink where nothing is left", async () => {
    const { sink, got } = aSink();
    await withEnding(sink, () => []).send([aMessage()], budget);
    expect(got).toEqual([]);
  });
});
