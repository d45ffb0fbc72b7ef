// What SQS takes as text: bodies, attribute values, group ids. Everything else has to travel another way.

import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

/** XML 1.0's characters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LEGAL = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u;

/** True for a text that is not empty and that SQS takes as it is. */
export const isLegalText = (text: string): boolean => LEGAL.test(text);

/** The bytes as text where SQS takes that as it is; a byte order mark stays. */
export function legalText(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return isLegalText(text) ? text : undefined;
}

/** The id itself where it can be a group or deduplication id, else its hash: equal ids stay equal. */
export function fittingId(id: string): string {
  return /^[!-~]{1,128}$/.test(id) ? id : createHash("sha256").update(id).digest("base64url");
}
