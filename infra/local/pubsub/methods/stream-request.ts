// What the requests of a StreamingPull say: the first one the terms, each one acknowledgements and deadlines.

import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { type Consumer, newConsumer } from "../entry.ts";
import { invalid } from "../fault.ts";
import { type Fields, numberField, textField, textsField, wireName } from "../forms/fields.ts";

/** What only the first request of a stream may say. */
const FIRST_ONLY = ["subscription", "clientId", "maxOutstandingMessages", "maxOutstandingBytes", "protocolVersion"];

/** What the first request has agreed on. */
export interface Terms {
  readonly subscription: string;
  /** The client as the engine knows it. */
  readonly consumer: Consumer;
  /** Infinite where the client set no limit: 0 and less mean none, as in the service. */
  readonly mostMessages: number;
  readonly mostBytes: number;
}

/** What a request ends or extends. */
export interface Answers {
  readonly ackIds: readonly string[];
  /** By the seconds that they get. */
  readonly deadlines: ReadonlyMap<number, readonly string[]>;
}

/**
 * A client id is taken and means nothing: what a stream had when it broke off keeps its keys until it is answered or
 * due, whoever comes back.
 */
export function readTerms(request: Fields): Terms {
  const limit = (name: string) => {
    const most = numberField(request, name);
    return most > 0 ? most : Number.POSITIVE_INFINITY;
  };
  return {
    subscription: textField(request, "subscription"),
    consumer: newConsumer(),
    mostMessages: limit("maxOutstandingMessages"),
    mostBytes: limit("maxOutstandingBytes"),
  };
}

/** Throws `INVALID_ARGUMENT` where a later request says what only the first may. */
export function refuseLate(request: Fields): void {
  const late = FIRST_ONLY.find((name) => Boolean(request[name]));
  if (late !== undefined) throw invalid(`${wireName(late)} may only be set in first message`);
}

/** In milliseconds; absent where a later request leaves it. Throws `INVALID_ARGUMENT` out of 10 to 600 seconds. */
export function streamDeadlineMs(request: Fields, isFirst: boolean): number | undefined {
  const seconds = numberField(request, "streamAckDeadlineSeconds");
  const { min, max } = PUBSUB_LIMITS.ackDeadlineSeconds;
  if (seconds === 0 && !isFirst) return undefined;
  if (seconds < min || seconds > max)
    throw invalid(`stream_ack_deadline_seconds must be between ${min} and ${max} seconds`);
  return seconds * 1_000;
}

/** Nothing for a request without any: a ping. Throws `INVALID_ARGUMENT` where ids and seconds don't match. */
export function readAnswers(request: Fields): Answers | undefined {
  const ackIds = textsField(request, "ackIds");
  const moved = textsField(request, "modifyDeadlineAckIds");
  const seconds = (request["modifyDeadlineSeconds"] ?? []) as readonly number[];
  if (moved.length !== seconds.length)
    throw invalid("modify_deadline_seconds must have as many values as modify_deadline_ack_ids.");
  if (seconds.some((each) => each < 0 || each > PUBSUB_LIMITS.ackDeadlineSeconds.max))
    throw invalid(`modify_deadline_seconds must be between 0 and ${PUBSUB_LIMITS.ackDeadlineSeconds.max} seconds`);
  if (ackIds.length + moved.length === 0) return undefined;
  const deadlines = new Map<number, string[]>();
  for (const [index, ackId] of moved.entries()) {
    const together = deadlines.get(seconds[index] ?? 0) ?? [];
    deadlines.set(seconds[index] ?? 0, together);
    together.push(ackId);
  }
  return { ackIds, deadlines };
}
