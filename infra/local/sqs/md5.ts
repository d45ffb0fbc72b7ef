// The digests by which clients check that a message arrived whole.

import { createHash } from "node:crypto";
import type { Attribute } from "../../../shared/core/message.ts";

/** `MD5OfMessageBody`: of the UTF-8 bytes, in hex. */
export const md5OfBody = (body: string): string => createHash("md5").update(body, "utf8").digest("hex");

/**
 * `MD5OfMessageAttributes` and `MD5OfMessageSystemAttributes`; absent where there are none. By name: length and bytes
 * of the name, of the type, then 1 for text or 2 for binary, then length and bytes of the value:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function md5OfAttributes(attributes: ReadonlyMap<string, Attribute>): string | undefined {
  if (attributes.size === 0) return undefined;
  const hash = createHash("md5");
  const add = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  // Names are ASCII, so the order of UTF-16 units is the order of bytes.
  for (const [name, { type, value }] of [...attributes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isBinary = type.startsWith("Binary");
    add(Buffer.from(name));
    add(Buffer.from(type));
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    add(Buffer.from(value, isBinary ? "base64" : "utf8"));
  }
  return hash.digest("hex");
}
