// Envelopes of other AWS services in a body: recognised for the identity that they give a message, and left as they are.

/** What an envelope says of its message: an id that is the same for every copy of it, and its time in ms since 1970. */
export interface Identity {
  readonly id: string;
  readonly sentAt: number;
}

/** How the envelopes begin; only a body that begins like one is ever parsed here. */
const SNS = /^\s*\{\s*"Type"\s*:\s*"Notification"\s*,/;
const EVENT_BRIDGE = /^\s*\{\s*"version"\s*:\s*"0"\s*,\s*"id"\s*:/;

/**
 * The identity in an SNS notification (https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html) or
 * an EventBridge event (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html); nothing for
 * any other body. Never throws.
 */
export function foreignIdentity(body: string): Identity | undefined {
  if (SNS.test(body)) return identity(body, "MessageId", "Timestamp", ["TopicArn", "Message"]);
  if (EVENT_BRIDGE.test(body)) return identity(body, "id", "time", ["detail-type", "source"]);
  return undefined;
}

function identity(body: string, id: string, time: string, others: readonly string[]): Identity | undefined {
  try {
    const envelope = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const own = envelope[id];
    const sentAt = Date.parse(String(envelope[time]));
    const isWhole = others.every((name) => typeof envelope[name] === "string");
    return isWhole && typeof own === "string" && own !== "" && !Number.isNaN(sentAt) ? { id: own, sentAt } : undefined;
  } catch {
    return undefined;
  }
}
