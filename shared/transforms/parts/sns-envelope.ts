// A notification of SNS, as a queue gets it without raw delivery.

import { TransformError } from "../../core/errors.ts";
import { isObject, type Json } from "../../core/json.ts";
import type { Attribute } from "../../core/message.ts";
import { badEnvelope, member, textMember, type Unwrap } from "./envelope.ts";

/**
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html. The message's text becomes the body, the
 * message's attributes join the others with their types. A group that SNS passed on is the queue's own. Half a character in
 * the text, which no body can hold, is a `TransformError` NOT_TEXT.
 */
export const sns: Unwrap = (message, body) => {
  if (member(body, "Type") !== "Notification") throw badEnvelope("Type: Notification");
  const told = textMember(body, "Message");
  if (!told.isWellFormed()) throw new TransformError("NOT_TEXT", "the text in Message holds half a character");
  const inner = new TextEncoder().encode(told);
  const attributes = attributesOf(member(body, "MessageAttributes"));
  return [{ ...message, body: inner, attributes: new Map([...message.attributes, ...attributes]) }];
};

function attributesOf(found: Json | undefined): readonly (readonly [string, Attribute])[] {
  if (found === undefined || found === null) return [];
  if (!isObject(found)) throw badEnvelope("an object in MessageAttributes");
  return Object.entries(found).map(([name, attribute]) => {
    const type = textMember(attribute, "Type");
    const value = textMember(attribute, "Value");
    if (!/^(?:String|Number|Binary)(?:\.|$)/.test(type)) throw badEnvelope("a Type of String, Number or Binary");
    return [name, { type, value }];
  });
}
