// Which messages a queue takes: sizes, characters and ids, before anything is changed.

import { SQS_LIMITS } from "../../../shared/brokers/sqs/endpoint.ts";
import { checkAttributes } from "./attribute-rules.ts";
import { isLegalId, isLegalText } from "./characters.ts";
import { invalidParameter, missingParameter, SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import type { Draft } from "./message.ts";
import type { Settings } from "./settings.ts";

const WRONG_QUEUE_TYPE = "The request include parameter that is not valid for this queue type.";

/** What counts towards the limits: the UTF-8 bytes of the body, and of each attribute's name, type and value. */
export function draftBytes({ body, attributes }: Draft): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { type, value }] of attributes) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(type);
    bytes += Buffer.byteLength(value, type.startsWith("Binary") ? "base64" : "utf8");
  }
  return bytes;
}

/** Throws the service's own fault for the first rule that a draft breaks; does nothing for a good one. */
export function checkDraft(draft: Draft, isFifo: boolean, settings: Settings): void {
  if (draft.body === "") throw missingParameter("MessageBody");
  checkAttributes(draft.attributes);
  const limit = Math.min(settings.maximumMessageBytes, SQS_LIMITS.messageBytes);
  if (draftBytes(draft) > limit)
    throw new SqsFault(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  if (!isLegalText(draft.body))
    throw new SqsFault(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.",
    );
  checkDelay(draft, isFifo);
  checkIds(draft, isFifo, settings);
}

function checkDelay({ delaySeconds }: Draft, isFifo: boolean): void {
  if (delaySeconds === undefined) return;
  if (delaySeconds < 0 || delaySeconds > SERVICE_LIMITS.delaySeconds)
    throw invalidParameter("DelaySeconds", `DelaySeconds must be >= 0 and <= ${SERVICE_LIMITS.delaySeconds}.`);
  if (isFifo && delaySeconds > 0) throw invalidParameter("DelaySeconds", WRONG_QUEUE_TYPE);
}

function checkIds({ groupId, deduplicationId }: Draft, isFifo: boolean, settings: Settings): void {
  for (const [parameter, id] of [
    ["MessageGroupId", groupId],
    ["MessageDeduplicationId", deduplicationId],
  ] as const)
    if (id !== undefined && !isLegalId(id))
      throw invalidParameter(
        parameter,
        `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
      );
  if (!isFifo && deduplicationId !== undefined) throw invalidParameter("MessageDeduplicationId", WRONG_QUEUE_TYPE);
  if (isFifo && groupId === undefined) throw missingParameter("MessageGroupId");
  if (isFifo && deduplicationId === undefined && !settings.contentBasedDeduplication)
    throw new SqsFault(
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
}
