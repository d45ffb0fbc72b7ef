// Holds a wire form against its broker's limits as data; gives what is over them, in words.

import { PUBSUB_LIMITS } from "../../shared/brokers/pubsub/endpoint.ts";
import { messageBytes as pubsubBytes } from "../../shared/brokers/pubsub/size.ts";
import type { PubsubWire } from "../../shared/brokers/pubsub/wire.ts";
import { SQS_LIMITS } from "../../shared/brokers/sqs/endpoint.ts";
import { messageBytes as sqsBytes } from "../../shared/brokers/sqs/size.ts";
import type { SqsWire } from "../../shared/brokers/sqs/wire.ts";

/** Written anew here, so that a slip in the codec's own pattern is seen: https://www.w3.org/TR/xml/#charsets */
const LEGAL_TEXT = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]+$/u;
const LEGAL_NAME = /^(?!\.)(?!.*\.\.)(?!.*\.$)(?!(?:aws|amazon)\.)[a-z0-9_.-]+$/i;
const LEGAL_ID = /^[\x21-\x7e]+$/;

const broken = (rules: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));

/** Empty where SQS would take it. `bytes` is left out where size is not the question. */
export function overSqs({
  body,
  attributes,
  groupId = "-",
  deduplicationId = "-",
  ...rest
}: SqsWire): readonly string[] {
  const all = [...attributes];
  return broken({
    bytes: sqsBytes({ body, attributes }) <= SQS_LIMITS.messageBytes,
    body: LEGAL_TEXT.test(body),
    "attribute count": all.length <= SQS_LIMITS.attributes,
    "attribute names": all.every(
      ([name]) => LEGAL_NAME.test(name) && name.length <= SQS_LIMITS.attributeNameCharacters,
    ),
    "attribute types": all.every(
      ([, { type }]) => /^(String|Number|Binary)(\..+)?$/.test(type) && LEGAL_TEXT.test(type) && type.length <= 256,
    ),
    "attribute values": all.every(([, { value }]) => LEGAL_TEXT.test(value)),
    group: LEGAL_ID.test(groupId) && groupId.length <= SQS_LIMITS.groupCharacters,
    deduplication: LEGAL_ID.test(deduplicationId) && deduplicationId.length <= SQS_LIMITS.deduplicationCharacters,
    trace: LEGAL_TEXT.test(rest.traceHeader ?? "-"),
  });
}

/** Empty where Pub/Sub would take it. */
export function overPubsub(wire: PubsubWire): readonly string[] {
  const { data, attributes, orderingKey = "-" } = wire;
  const all = Object.entries(attributes);
  return broken({
    bytes: pubsubBytes(wire) <= PUBSUB_LIMITS.messageBytes,
    "neither body nor attributes": data.byteLength > 0 || all.length > 0,
    "attribute count": all.length <= PUBSUB_LIMITS.attributes,
    "attribute keys": all.every(
      ([key]) => key !== "" && key.isWellFormed() && Buffer.byteLength(key) <= PUBSUB_LIMITS.attributeKeyBytes,
    ),
    "keys that belong to Google": all.every(([key]) => !key.startsWith(PUBSUB_LIMITS.reservedPrefix)),
    "attribute values": all.every(
      ([, value]) => value.isWellFormed() && Buffer.byteLength(value) <= PUBSUB_LIMITS.attributeValueBytes,
    ),
    "ordering key":
      orderingKey !== "" &&
      orderingKey.isWellFormed() &&
      Buffer.byteLength(orderingKey) <= PUBSUB_LIMITS.orderingKeyBytes,
  });
}
