// A hopeless message as it lies in a dead-letter topic: everything that it was, and why it is there.

import { SinkError } from "../../core/errors.ts";
import type { Delivery, Reason } from "../../core/ports.ts";
import { splitHeader } from "../header.ts";
import { DEAD, type LastWords, lastWords, letterForms } from "../last-words.ts";
import { PUBSUB_LIMITS } from "./endpoint.ts";
import { assemble, fitAttributes, type Parts } from "./fit.ts";
import { messageBytes } from "./size.ts";
import type { PubsubWire } from "./wire.ts";

/**
 * Bytes, ordering key and attributes of the delivery as they came, and the reason beside them, as `hopspan-dead`: JSON of
 * link, code, class, reason, at, attempt, receipt. Attributes that find no room, can't be published, or have the name of
 * what is added here, are in `hopspan-dead.1`, `hopspan-dead.2`, ...: one JSON list of names and values, cut into pieces.
 * The words give way where the whole would grow too large, to nothing in the end: then the letter is what the topic has
 * delivered; and where not even that can be published, since Pub/Sub has written attributes of its own into it, those
 * are left out. Throws a `SinkError` for a delivery of another broker.
 */
export function letters(delivery: Delivery, reason: Reason): Iterable<PubsubWire> {
  const { raw, receipt } = delivery;
  if (!isWire(raw)) throw new SinkError("NOT_A_PUSH", `delivery ${receipt} has not come from Pub/Sub`, true);
  const all = Object.entries(raw.attributes);
  const write = (words: Partial<LastWords>): PubsubWire | undefined => {
    const text = JSON.stringify(words);
    if (Buffer.byteLength(text) > PUBSUB_LIMITS.attributeValueBytes) return undefined;
    const attributes = arrange(all, [[DEAD, text]], mayBePublished);
    const letter = attributes && { ...raw, attributes };
    return letter && messageBytes(letter) <= PUBSUB_LIMITS.messageBytes ? letter : undefined;
  };
  return letterForms(lastWords(delivery, reason), write, () => [raw, ...withoutGoogles(raw, all)]);
}

function isWire(raw: unknown): raw is PubsubWire {
  return typeof raw === "object" && raw !== null && "attributes" in raw && "data" in raw;
}

type Entry = readonly [name: string, value: string];

/** Attributes that stay plain, as many as fit beside `added` and the parts that hold all others. */
function arrange(all: readonly Entry[], added: Parts, isPlain: (entry: Entry) => boolean) {
  const plain = new Map(all.filter(isPlain));
  const aside = all.filter((entry) => !isPlain(entry));
  return (
    assemble(plain, [...added, ...overflow(aside)]) ??
    fitAttributes(plain, (moved) => [
      ...added,
      ...overflow([...aside, ...moved.map((name) => [name, plain.get(name) ?? ""] as const)]),
    ])
  );
}

function overflow(entries: Parts): Parts {
  if (entries.length === 0) return [];
  const parts = splitHeader(JSON.stringify(entries), PUBSUB_LIMITS.attributeValueBytes);
  return parts.map(([, part], at) => [`${DEAD}.${at + 1}`, part]);
}

const isAdded = (name: string) => /^hopspan-dead(\.[1-9][0-9]*)?$/.test(name);

/** Google's own clients publish names with this prefix, which is let through: all others are Google's. */
const CLIENT_PREFIX = "googclient_";

function mayBePublished([name, value]: Entry): boolean {
  const { attributeKeyBytes, attributeValueBytes, reservedPrefix } = PUBSUB_LIMITS;
  return (
    name !== "" &&
    !isAdded(name) &&
    // UTF-8 has no form for half a surrogate pair.
    name.isWellFormed() &&
    value.isWellFormed() &&
    (!name.startsWith(reservedPrefix) || name.startsWith(CLIENT_PREFIX)) &&
    Buffer.byteLength(name) <= attributeKeyBytes &&
    Buffer.byteLength(value) <= attributeValueBytes
  );
}

/**
 * What Pub/Sub adds to a message that it moves itself, also beyond what a publisher could send:
 * https://docs.cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic
 */
const MOVED_PREFIX = "CloudPubSubDeadLetterSource";

/** Nothing where there is nothing of Google's in it. */
function withoutGoogles(raw: PubsubWire, all: readonly Entry[]): readonly PubsubWire[] {
  const own = all.filter(([name]) => !name.startsWith(MOVED_PREFIX));
  const isPlain = (entry: Entry) => mayBePublished(entry) && !entry[0].startsWith(PUBSUB_LIMITS.reservedPrefix);
  if (own.length === all.length && own.every(isPlain)) return [];
  const attributes = arrange(own, [], isPlain);
  return attributes === undefined ? [] : [{ ...raw, attributes }];
}
