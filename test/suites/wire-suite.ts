// What every wire owes: the hardest messages arrive as they left, or are refused by name where they can't fit.

import { expect } from "vitest";
import { corpus, type HardMessage } from "../support/corpus.ts";
import { type Behaviour, inAnyOrder, inOrder } from "./broker-harness.ts";
import { plenty, receive } from "./collect.ts";

const carries =
  ({ message, tooLargeFor }: HardMessage): Behaviour["act"] =>
  async (broker, { broker: kind }) => {
    const results = await broker.sink.send([message], plenty);
    if (tooLargeFor?.includes(kind)) {
      expect(results).toMatchObject([{ kind: "refused", error: { code: "MESSAGE_TOO_LARGE", retryable: false } }]);
      return;
    }
    expect(results).toEqual([{ kind: "sent" }]);
    expect(await receive(broker, 1)).toEqual([message]);
  };

export const wireSuite: readonly Behaviour[] = [
  ...corpus.map((hard) => inAnyOrder(`carries ${hard.name}`, carries(hard))),
  ...corpus
    .filter(({ message }) => Object.keys(message).some((part) => /key|tenant|deduplication/i.test(part)))
    .map((hard) => inOrder(`carries ${hard.name} where order is kept`, carries(hard))),

  inAnyOrder("carries all of them at once", async (broker, { broker: kind }) => {
    const fitting = corpus.filter(({ tooLargeFor }) => !tooLargeFor?.includes(kind)).map(({ message }) => message);
    expect(await broker.sink.send(fitting, plenty)).toEqual(fitting.map(() => ({ kind: "sent" })));
    const arrived = new Map((await receive(broker, fitting.length)).map((message) => [message.id, message]));
    expect(fitting.map(({ id }) => arrived.get(id))).toEqual(fitting);
  }),
];
