// StreamingPull: messages flow to a client as fast as its own limits allow, acknowledgements flow back.

import type { ServerDuplexStream } from "@grpc/grpc-js";
import type { AckReport } from "../answers.ts";
import type { Attendance } from "../attendance.ts";
import type { PubsubEngine } from "../engine.ts";
import type { Fields } from "../forms/fields.ts";
import { fromDelivered } from "../forms/message-form.ts";
import { checkPulled } from "./check-pulled.ts";
import { type Answers, readAnswers, readTerms, refuseLate, streamDeadlineMs, type Terms } from "./stream-request.ts";

/** A stream as gRPC gives it. */
export type PullStream = ServerDuplexStream<Fields, Fields>;

/** The most in one answer: ours, so that streams take turns, and well under the 4 MiB that gRPC clients take. */
const ANSWER = { most: 200, mostBytes: 1_000_000 };

/**
 * Serves one stream until either side ends it; what the client had and did not answer comes back when it is due.
 * `refuse` ends the stream with what was thrown.
 */
export function streamingPull(
  stream: PullStream,
  { engine, attendance }: { readonly engine: PubsubEngine; readonly attendance: Attendance },
  refuse: (thrown: unknown) => void,
): void {
  let terms: Terms | undefined;
  let ackDeadlineMs = 0;
  let isFull = false;
  let isOver = false;
  let leave = (): void => {};

  const end = (): void => {
    if (isOver) return;
    isOver = true;
    leave();
  };
  const guarded = (action: () => boolean): boolean => {
    if (isOver) return false;
    try {
      return action();
    } catch (thrown) {
      end();
      refuse(thrown);
      return false;
    }
  };
  const deliver = (): boolean => {
    if (terms === undefined || isFull) return false;
    const { subscription, consumer } = terms;
    checkPulled(engine, subscription);
    const most = Math.min(ANSWER.most, terms.mostMessages - consumer.messages);
    const mostBytes = Math.min(ANSWER.mostBytes, terms.mostBytes - consumer.bytes);
    const taken = engine.take(subscription, { most, mostBytes, consumer, ackDeadlineMs });
    if (taken.length === 0) return false;
    const { isOrdered, isExactlyOnce } = engine.subscriptions.get(subscription).settings;
    const subscriptionProperties = {
      messageOrderingEnabled: isOrdered,
      exactlyOnceDeliveryEnabled: isExactlyOnce,
    };
    isFull = !stream.write({ receivedMessages: taken.map(fromDelivered), subscriptionProperties });
    return true;
  };
  const hear = (request: Fields): boolean => {
    const isFirst = terms === undefined;
    ackDeadlineMs = streamDeadlineMs(request, isFirst) ?? ackDeadlineMs;
    if (terms === undefined) {
      terms = readTerms(request);
      checkPulled(engine, terms.subscription);
      const [stop, part] = [
        engine.attend(terms.subscription),
        attendance.attend(terms.subscription, () => guarded(deliver)),
      ];
      leave = () => {
        part();
        stop();
      };
    } else refuseLate(request);
    const answers = readAnswers(request);
    if (answers !== undefined) {
      const confirmed = apply(engine, terms.subscription, answers);
      if (confirmed !== undefined) stream.write(confirmed);
    }
    // The client takes a stream for dead that leaves its pings without an answer; one that doesn't read has enough of them.
    else if (!isFirst && !stream.writableNeedDrain) stream.write({});
    return false;
  };

  stream.on("data", (request: Fields) => guarded(() => hear(request)));
  stream.on("drain", () => {
    isFull = false;
    while (guarded(deliver));
  });
  stream.on("end", () => {
    end();
    stream.end();
  });
  stream.on("cancelled", end);
  stream.on("error", end);
}

/** What the client is to be told of its answers; nothing without exactly-once delivery. */
function apply(engine: PubsubEngine, subscription: string, { ackIds, deadlines }: Answers): Fields | undefined {
  const acked = ackIds.length > 0 ? engine.ack(subscription, ackIds) : undefined;
  const moved = [...deadlines].map(([seconds, ids]) => engine.modifyDeadline(subscription, ids, seconds));
  if (!engine.subscriptions.get(subscription).settings.isExactlyOnce) return undefined;
  return {
    acknowledgeConfirmation: acked && {
      ackIds: acked.done,
      invalidAckIds: acked.invalid,
      unorderedAckIds: acked.unordered,
    },
    modifyAckDeadlineConfirmation: moved.length === 0 ? undefined : confirmationOf(moved),
  };
}

const confirmationOf = (reports: readonly AckReport[]): Fields => ({
  ackIds: reports.flatMap(({ done }) => done),
  invalidAckIds: reports.flatMap(({ invalid }) => invalid),
});
