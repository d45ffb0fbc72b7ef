// What is written to an object of a bucket: bodies one after the other, or Avro with all that is known of each message.

import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import avsc from "avsc";

/** A message as it waits for its object. */
export interface Kept {
  readonly messageId: string;
  readonly publishedAtMicros: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** https://cloud.google.com/pubsub/docs/create-cloudstorage-subscription#file_format, with metadata written. */
const WITH_METADATA = avsc.Type.forSchema({
  type: "record",
  namespace: "com.google.pubsub",
  name: "PubsubMessageWithMetadata",
  fields: [
    { name: "subscription_name", type: "string" },
    { name: "message_id", type: "string" },
    { name: "publish_time", type: { type: "long", logicalType: "timestamp-micros" } },
    { name: "attributes", type: { type: "map", values: "string" } },
    { name: "data", type: "bytes" },
  ],
});

/** Writes a file that is on the disk once it resolves. `subscription` is its full name. */
export async function writeObject(
  file: string,
  format: "text" | "avro",
  messages: Iterable<Kept>,
  subscription: string,
): Promise<void> {
  const out = createWriteStream(file, { flush: true });
  if (format === "text") await pipeline(Readable.from(lines(messages)), out);
  else
    await pipeline(Readable.from(records(messages, subscription)), new avsc.streams.BlockEncoder(WITH_METADATA), out);
}

/** A line break separates a message from the one before it: same source. */
function* lines(messages: Iterable<Kept>): Generator<Uint8Array> {
  let isFirst = true;
  for (const { body } of messages) {
    yield isFirst ? body : Buffer.concat([Buffer.from("\n"), body]);
    isFirst = false;
  }
}

function* records(messages: Iterable<Kept>, subscription_name: string): Generator<object> {
  for (const { messageId: message_id, publishedAtMicros: publish_time, attributes, body } of messages)
    yield { subscription_name, message_id, publish_time, attributes, data: Buffer.from(body) };
}
