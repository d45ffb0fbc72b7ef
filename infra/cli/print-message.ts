// A message as `receive --json` prints it and as fixtures hold it: the whole logical message, nothing hidden.

import type { Message } from "../../shared/core/message.ts";
import { printable, printableJson } from "../../shared/core/printable.ts";

/** The printed form: plain JSON, the body as base64, attributes by name with their types. */
export function printedMessage({ body, attributes, ...rest }: Message) {
  return { ...rest, body: Buffer.from(body).toString("base64"), attributes: Object.fromEntries(attributes) };
}

/** For people: one line that says who and how large, then the body where it is text. Nothing of it acts on a terminal. */
export function readableMessage({ id, body, attributes, orderingKey, trail }: Message): string {
  const key = orderingKey === undefined ? "" : `  key ${printableJson(orderingKey)}`;
  const way = printable(trail.join(" > ")) || "no link";
  const lines = [...attributes].map(
    ([name, { type, value }]) => `  ${printable(name)} (${printable(type)}): ${printableJson(value)}`,
  );
  return [`${printable(id)}${key}  ${body.length} B  via ${way}`, ...lines, `  ${readable(body)}`].join("\n");
}

/** The body as one line: text where it is text, else base64 with a word before it. */
export function readable(body: Uint8Array): string {
  try {
    return printable(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return `base64 ${Buffer.from(body).toString("base64")}`;
  }
}
