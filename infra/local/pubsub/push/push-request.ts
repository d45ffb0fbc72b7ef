// What a push sends: the message in JSON, or bare, with or without what is known about it in headers.

import type { Delivered } from "../hand-out.ts";
import type { PublishedMessage } from "../message.ts";
import type { PushTarget } from "../settings.ts";

/** Ready for HTTP. */
export interface PushRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * https://docs.cloud.google.com/pubsub/docs/push#receive_push and
 * https://docs.cloud.google.com/pubsub/docs/payload-unwrapping. `subscription` is the full name.
 */
export function pushRequest(
  delivered: Delivered,
  subscription: string,
  { form, endpoint }: Pick<PushTarget, "form" | "endpoint">,
): PushRequest {
  switch (form) {
    case "wrapped":
      return withEvent(wrapped(delivered, subscription), delivered, endpoint);
    case "bare":
      return { headers: {}, body: delivered.message.data };
    case "bare-with-headers":
      return { headers: headersOf(delivered, subscription), body: delivered.message.data };
  }
}

const timeOf = ({ publishedAt }: PublishedMessage): string => new Date(publishedAt).toISOString();

function wrapped({ message, attempt }: Delivered, subscription: string): PushRequest {
  const { data, id, orderingKey } = message;
  const publishTime = timeOf(message);
  const body = {
    message: {
      attributes: Object.fromEntries(message.attributes),
      data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
      messageId: id,
      message_id: id,
      publishTime,
      publish_time: publishTime,
      orderingKey: orderingKey === "" ? undefined : orderingKey,
    },
    subscription,
    deliveryAttempt: attempt,
  };
  return { headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body)) };
}

/** The mark that Eventarc leaves in the endpoint of a trigger's subscription, with the topic behind it. */
const EVENTARC = { parameter: "__GCP_CloudEventsMode", mode: "CUSTOM_PUBSUB_" } as const;

/** As Eventarc delivers: https://cloud.google.com/eventarc/standard/docs/cloudevents#pubsub */
function withEvent(request: PushRequest, { message }: Delivered, endpoint: string): PushRequest {
  const mode = new URL(endpoint).searchParams.get(EVENTARC.parameter);
  if (mode === null || !mode.startsWith(EVENTARC.mode)) return request;
  const event = {
    "ce-id": message.id,
    "ce-source": `//pubsub.googleapis.com/${mode.slice(EVENTARC.mode.length)}`,
    "ce-specversion": "1.0",
    "ce-time": timeOf(message),
    "ce-type": "google.cloud.pubsub.topic.v1.messagePublished",
  };
  return { ...request, headers: { ...request.headers, ...event } };
}

function headersOf({ message, attempt }: Delivered, subscription: string): Readonly<Record<string, string>> {
  const known: readonly (readonly [string, string | undefined])[] = [
    ["subscription-name", subscription],
    ["message-id", message.id],
    ["publish-time", timeOf(message)],
    ["ordering-key", message.orderingKey === "" ? undefined : message.orderingKey],
    ["delivery-attempt", attempt === undefined ? undefined : String(attempt)],
  ];
  const own = [...message.attributes].filter(([name, value]) => isHeader(name, value));
  const about = known.flatMap(([name, value]) => (value === undefined ? [] : [[`x-goog-pubsub-${name}`, value]]));
  return Object.fromEntries([...own, ...about].map(([name = "", value = ""]) => [name, encoded(value)]));
}

/** What HTTP can't carry, or needs for itself, can't be a header: whoever unwraps does without such attributes. */
function isHeader(name: string, value: string): boolean {
  const isOfTransport = /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|expect)$/i.test(name);
  return (
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !isOfTransport && /^[\t\x20-\x7e\u0080-\u{10ffff}]*$/u.test(value)
  );
}

/** UTF-8, byte for byte, in the only way in which Node writes it into a header. */
const encoded = (value: string): string => Buffer.from(value).toString("latin1");
