// Envelopes of other AWS services in a body: recognised for the identity that they give a message, and left as they are.

import { hash } from "node:crypto";

/**
 * What an envelope says of its message: an id that every copy of it has and no other body, since `UUID.HASH` holds both
 * the id in it and sixteen hex digits of the whole; and its time in ms since 1970.
 */
export interface Identity {
  readonly id: string;
  readonly sentAt: number;
}

interface Envelope {
  /** The member that tells the kind, with its only value. */
  readonly kind: readonly [name: string, value: string];
  readonly id: string;
  readonly time: string;
  readonly others: readonly string[];
}

/**
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html and
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
const ENVELOPES: readonly Envelope[] = [
  { kind: ["Type", "Notification"], id: "MessageId", time: "Timestamp", others: ["TopicArn"] },
  { kind: ["version", "0"], id: "id", time: "time", others: ["detail-type", "source"] },
];

/** What both services write as an id. Anything else is a producer's own text, which must not reach an id or the log. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Both services write their own members first, so the start of a body tells whether parsing it is worth while. Ours. */
const SNIFFED_CHARACTERS = 1_024;

/**
 * The identity in an SNS notification or an EventBridge event, whatever the order of its members; nothing for one whose
 * id is no UUID, nor for any other body, of which only the start is looked at. Never throws.
 */
export function foreignIdentity(body: string): Identity | undefined {
  const start = body.slice(0, SNIFFED_CHARACTERS);
  if (!start.trimStart().startsWith("{")) return undefined;
  const envelope = ENVELOPES.find(({ kind, id, others }) =>
    [...kind, id, ...others].every((word) => start.includes(`"${word}"`)),
  );
  return envelope === undefined ? undefined : identity(body, envelope);
}

function identity(body: string, { kind: [name, value], id, time, others }: Envelope): Identity | undefined {
  try {
    const whole = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const own = whole[id];
    const sentAt = Date.parse(String(whole[time]));
    const isWhole = whole[name] === value && others.every((other) => typeof whole[other] === "string");
    if (!isWhole || typeof own !== "string" || !UUID.test(own) || Number.isNaN(sentAt)) return undefined;
    return { id: `${own}.${hash("sha256", body).slice(0, 16)}`, sentAt };
  } catch {
    return undefined;
  }
}
