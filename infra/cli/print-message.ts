// A message as `receive --json` prints it and as fixtures hold it: the whole logical message, nothing hidden.

import type { Message } from "../../shared/core/message.ts";

/** The printed form: plain JSON, the body as base64, attributes by name with their types. */
export function printedMessage({ body, attributes, ...rest }: Message) {
  return { ...rest, body: Buffer.from(body).toString("base64"), attributes: Object.fromEntries(attributes) };
}

/** For people: one line that says who and how large, then the body where it is text. */
export function readableMessage({ id, body, attributes, orderingKey, trail }: Message): string {
  const key = orderingKey === undefined ? "" : `  key ${JSON.stringify(orderingKey)}`;
  const lines = [...attributes].map(([name, { type, value }]) => `  ${name} (${type}): ${JSON.stringify(value)}`);
  return [`${id}${key}  ${body.length} B  via ${trail.join(" > ") || "no link"}`, ...lines, `  ${readable(body)}`].join(
    "\n",
  );
}

function readable(body: Uint8Array): string {
  try {
    // Controls would let a body write to the terminal: shown escaped, as JSON does.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    return text.replace(/[\p{Cc}\p{Cf}]/gu, (char) =>
      JSON.stringify(char)
        .slice(1, -1)
        .replace(/[\u007f-\u{10ffff}]/gu, escaped),
    );
  } catch {
    return `base64 ${Buffer.from(body).toString("base64")}`;
  }
}

const escaped = (char: string) => `\\u{${char.codePointAt(0)?.toString(16)}}`;
