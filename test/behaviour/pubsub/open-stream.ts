// A stream of the generated client, whose every request and answer can be seen.

import { once } from "node:events";
import { eventually, type Received, refusal, type World } from "./check.ts";

interface Stream {
  write(request: object): void;
  readonly received: Received[];
  readonly answers: Readonly<Record<string, unknown>>[];
  /** Until so many messages have come. */
  until(count: number): Promise<void>;
  /** The status by which the stream is ended. */
  readonly ended: Promise<string>;
  end(): void;
}

/** A stream of the generated client; it begins with the fields given. */
export function openStream({ subscriber }: World, subscription: string, fields: object = {}): Stream {
  const raw = subscriber.streamingPull();
  const received: Received[] = [];
  const answers: Readonly<Record<string, unknown>>[] = [];
  const failed = once(raw, "error").then(([thrown]) => Promise.reject(thrown));
  failed.catch(() => {});
  raw.on("data", (answer: { receivedMessages?: Received[] }) => {
    received.push(...(answer.receivedMessages ?? []));
    answers.push(answer);
  });
  raw.write({ subscription, streamAckDeadlineSeconds: 10, ...fields });
  return {
    write: (request) => void raw.write(request),
    received,
    answers,
    async until(count) {
      await eventually(() => received.length >= count, true);
    },
    ended: refusal(Promise.race([failed, once(raw, "end")])),
    end: () => raw.cancel(),
  };
}
