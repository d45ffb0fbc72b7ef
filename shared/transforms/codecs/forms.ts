// From a form to what a format needs: a value where it has bytes, bytes where it has a value.

import { TransformError } from "../../core/errors.ts";
import { isObject, type Json, parseJson } from "../../core/json.ts";
import type { Form } from "./codec.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The value; bytes are read as JSON. Throws `TransformError` NOT_TEXT, NOT_JSON, TOO_DEEP. */
export const jsonOf = (form: Form): Json => ("json" in form ? form.json : parseJson(textOf(form.bytes)).value);

/** The bytes; a text is its UTF-8, any other value its JSON. */
export const bytesOf = (form: Form): Uint8Array => {
  if ("bytes" in form) return form.bytes;
  return utf8(typeof form.json === "string" ? form.json : JSON.stringify(form.json));
};

/** Throws `TransformError` NOT_TEXT for bytes that are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new TransformError("NOT_TEXT", "the bytes are not UTF-8 text, where text was expected");
  }
}

/** UTF-8. Throws `TransformError` NOT_TEXT for a lone surrogate, which UTF-8 can't write. */
export function utf8(text: string): Uint8Array {
  checkText(text);
  return encoder.encode(text);
}

/** The very value. Throws `TransformError` NOT_TEXT where a text in it, or a name, holds half a character. */
export function wellFormed(value: Json): Json {
  if (typeof value === "string") checkText(value);
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) wellFormed(item);
  else if (isObject(value))
    for (const [name, member] of Object.entries(value)) {
      checkText(name);
      wellFormed(member);
    }
  return value;
}

function checkText(text: string): void {
  if (!text.isWellFormed()) throw new TransformError("NOT_TEXT", "the text holds half a character");
}
