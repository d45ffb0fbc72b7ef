// What kind of data a body is, where nobody has said it.

import type { Message } from "../../core/message.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** The media type that a message tells, or else that its body suggests; null where there is no body. */
export function mediaOf(message: Message): string | null {
  const told = message.attributes.get("content-type")?.value;
  if (told !== undefined) return told;
  if (message.body.length === 0) return null;
  try {
    return isJsonText(decoder.decode(message.body)) ? "application/json" : "text/plain";
  } catch {
    return "application/octet-stream";
  }
}

/** Whether the body, byte for byte, is JSON in UTF-8. */
export function isJson({ body }: Message): boolean {
  try {
    return isJsonText(decoder.decode(body));
  } catch {
    return false;
  }
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
