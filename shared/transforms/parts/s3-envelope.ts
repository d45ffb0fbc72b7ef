// A notification of S3, as a bucket hands it to a queue.

import type { Json, JsonObject } from "../../core/json.ts";
import { withJsonBody } from "../../core/json-body.ts";
import { badEnvelope, member, textMember, type Unwrap } from "./envelope.ts";

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: a message per record, with
 * `{ event, time, bucket, key, size, eTag, versionId, sequencer }` as its body, the key decoded. What the record lacks is
 * absent. The event that S3 sends to test a new notification is dropped.
 */
export const s3: Unwrap = (message, body) => {
  if (member(body, "Event") === "s3:TestEvent") return [];
  const records = member(body, "Records");
  if (!Array.isArray(records)) throw badEnvelope("Records");
  return (records as readonly Json[]).map((record) => withJsonBody(message, objectOf(record)));
};

function objectOf(record: Json): JsonObject {
  const held = member(record, "s3");
  const object = member(held, "object");
  const told = (["size", "eTag", "versionId", "sequencer"] as const).flatMap((name) => {
    const found = member(object, name);
    return found === undefined ? [] : [[name, found] as const];
  });
  return {
    event: textMember(record, "eventName"),
    time: textMember(record, "eventTime"),
    bucket: textMember(member(held, "bucket"), "name"),
    key: decoded(textMember(object, "key")),
    ...Object.fromEntries(told),
  };
}

/** Keys come as a form writes them: https://docs.aws.amazon.com/lambda/latest/dg/with-s3-example.html */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw badEnvelope("an encoded key");
  }
}
