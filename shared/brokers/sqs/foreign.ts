// Envelopes of other AWS services in a body: recognised for the identity that they give a message, and left as they are.

/** What an envelope says of its message: an id that is the same for every copy of it, and its time in ms since 1970. */
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

/** Both services write their own members first, so the start of a body tells whether parsing it is worth while. Ours. */
const SNIFFED_CHARACTERS = 1_024;

/**
 * The identity in an SNS notification or an EventBridge event, whatever the order of its members; nothing for any other
 * body, of which only the start is looked at. Never throws.
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
    return isWhole && typeof own === "string" && own !== "" && !Number.isNaN(sentAt) ? { id: own, sentAt } : undefined;
  } catch {
    return undefined;
  }
}
