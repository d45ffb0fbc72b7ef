// What unwrap asks of a kind of envelope.

import { TransformError } from "../../core/errors.ts";
import { isObject, type Json, type JsonObject } from "../../core/json.ts";
import { type Message, text } from "../../core/message.ts";

/**
 * One kind of envelope: takes the parsed body out of the message, and gives what was inside. Pure. Throws
 * `TransformError` SHAPE for a body that is no such envelope.
 */
export type Unwrap = (message: Message, body: JsonObject) => readonly Message[];

/** The member, or nothing; never one of a prototype. */
export const member = (object: Json | undefined, name: string): Json | undefined =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

/** The member as text. Throws `TransformError` SHAPE where it is none. */
export function textMember(object: Json | undefined, name: string): string {
  const found = member(object, name);
  if (typeof found === "string") return found;
  throw badEnvelope(`text in ${name}`);
}

/** For what the envelope should have had. */
export const badEnvelope = (wanted: string) =>
  new TransformError("SHAPE", `the body is not the envelope that unwrap expects: ${wanted} was expected`);

/** What `keep` names: members of the envelope as text attributes. An absent one, or a null, sets nothing. */
export function withKept(message: Message, envelope: Json, keep: Readonly<Record<string, string>>): Message {
  const kept = Object.entries(keep).flatMap(([name, attribute]) => {
    const found = member(envelope, name);
    if (found === undefined || found === null) return [];
    return [[attribute, text(typeof found === "string" ? found : JSON.stringify(found))] as const];
  });
  return kept.length === 0 ? message : { ...message, attributes: new Map([...message.attributes, ...kept]) };
}
