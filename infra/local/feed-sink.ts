// Sends bare lines to a queue or a topic, as a system that knows nothing of Hopspan would: no header, no attributes.

import { randomUUID } from "node:crypto";
import { packingSink } from "../../shared/brokers/packing-sink.ts";
import { publisherClient } from "../../shared/brokers/pubsub/client.ts";
import { PUBSUB_LIMITS, type PubsubEndpoint } from "../../shared/brokers/pubsub/endpoint.ts";
import * as topic from "../../shared/brokers/pubsub/publish.ts";
import * as queue from "../../shared/brokers/sqs/batch.ts";
import { SQS_LIMITS, type SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import { fittingId, legalText } from "../../shared/brokers/sqs/text.ts";
import { SinkError, TransformError } from "../../shared/core/errors.ts";
import { isObject, type Json, parseJson } from "../../shared/core/json.ts";
import type { Message } from "../../shared/core/message.ts";
import type { Sink } from "../../shared/core/ports.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import type { Servers } from "./servers.ts";

/** What a feed needs of the brokers. */
export type FeedServers = Pick<Servers, "sqsAt" | "pubsubHost">;

/** Ours: a feed leaves the server room for those who work off what it sends. */
const MAX_REQUESTS = 4;

/**
 * A sink whose messages are a body and nothing else; `key` is the dotted path of the ordering key in a body's JSON. Refuses
 * for good what has no such key, and what the broker can't take.
 */
export function feedSink(endpoint: Endpoint, key: string | undefined, servers: FeedServers): FeedSink {
  const keyOf = key === undefined ? () => undefined : (body: Uint8Array) => keyAt(body, key);
  return endpoint.broker === "sqs" ? toQueue(endpoint, keyOf, servers) : toTopic(endpoint, keyOf, servers);
}

/** A sink and what ends its connections. */
export interface FeedSink {
  readonly sink: Sink;
  close(): Promise<void>;
}

type KeyOf = (body: Uint8Array) => string | undefined;

function toQueue(endpoint: SqsEndpoint, keyOf: KeyOf, { sqsAt }: FeedServers): FeedSink {
  const run = randomUUID();
  const encode = ({ id, body: bytes }: Message) => {
    if (bytes.byteLength > SQS_LIMITS.messageBytes) throw tooLarge("a queue", SQS_LIMITS.messageBytes);
    const body = legalText(bytes);
    if (body === undefined) throw unfit("NOT_TEXT", "the line has bytes that a queue does not take as text");
    const groupId = fittingId(keyOf(bytes) ?? `${run}-${id}`);
    const group = endpoint.fifo ? { groupId, deduplicationId: `${run}-${id}` } : {};
    return queue.wireParcel({ body, attributes: new Map(), ...group }, endpoint);
  };
  const packing = { ...queue.batchPacking(0), maxRequests: MAX_REQUESTS };
  return {
    sink: packingSink({ packing, encode, transmit: queue.sendTo(endpoint, () => sqsAt(endpoint)) }),
    close: async () => {},
  };
}

function toTopic(endpoint: PubsubEndpoint, keyOf: KeyOf, { pubsubHost }: FeedServers): FeedSink {
  const client = publisherClient(endpoint, { PUBSUB_EMULATOR_HOST: pubsubHost });
  const encode = ({ body: data }: Message) => {
    // Of a line that is far too long not all has been kept, so it would be no JSON either.
    if (data.byteLength > PUBSUB_LIMITS.messageBytes) throw tooLarge("a topic", PUBSUB_LIMITS.messageBytes);
    const orderingKey = keyOf(data);
    const keyed = endpoint.ordered && orderingKey ? { orderingKey } : {};
    const parcel = topic.wireParcel({ data, attributes: {}, ...keyed });
    if (parcel.bytes <= PUBSUB_LIMITS.messageBytes) return parcel;
    throw tooLarge("a topic", PUBSUB_LIMITS.messageBytes);
  };
  const packing = { ...topic.publishPacking(0), maxRequests: MAX_REQUESTS };
  return {
    sink: packingSink({ packing, encode, transmit: topic.publishTo(endpoint, () => client) }),
    // A client that could not even start says so again when it is closed.
    close: () => client.close().catch(() => {}),
  };
}

/**
 * A number and the same digits as text are one key, as they would be in a path of a URL. A number that a double can't hold
 * as it was written is its own text, so that no two keys become one.
 */
function keyAt(body: Uint8Array, path: string): string {
  let value: Json | undefined = jsonOf(body);
  for (const name of path.split("."))
    value =
      (isObject(value) || Array.isArray(value)) && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  if (typeof value === "string" || typeof value === "number") return String(value);
  const isRawNumber = typeof value === "object" && value !== null && !isObject(value) && !Array.isArray(value);
  if (isRawNumber) return JSON.stringify(value);
  throw unfit("NO_KEY", `the line has no text or number at ${path}`);
}

function jsonOf(body: Uint8Array): Json {
  try {
    return parseJson(Buffer.from(body).toString()).value;
  } catch (error) {
    if (error instanceof TransformError && error.code === "TOO_DEEP") throw unfit(error.code, error.message);
    throw unfit("NOT_JSON", "the line is not JSON, so it has no key");
  }
}

const tooLarge = (taker: string, bytes: number) =>
  unfit("TOO_LARGE", `the line has more than the ${bytes} bytes that ${taker} takes`);

const unfit = (code: string, what: string) => new SinkError(code, what, false);
