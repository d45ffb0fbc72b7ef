// Base64: bytes as text that any system takes.

import { TransformError } from "../../core/errors.ts";
import type { CodecPart } from "./codec.ts";
import { bytesOf, textOf, utf8 } from "./forms.ts";

/**
 * Reads either alphabet, with or without padding, and line breaks; writes the standard one with padding, or the one for
 * addresses without. Throws `TransformError` BASE64 for what is none.
 */
export const base64: CodecPart = {
  options: {
    alphabet: {
      enum: ["standard", "url"],
      default: "standard",
      description: "What serialize writes; parse reads both.",
    },
  },
  create(options) {
    const { alphabet = "standard" } = options as { readonly alphabet?: "standard" | "url" };
    return {
      isText: true,
      parse: (bytes) => ({ bytes: decoded(textOf(bytes)) }),
      serialize: (form) => utf8(Buffer.from(bytesOf(form)).toString(alphabet === "url" ? "base64url" : "base64")),
    };
  },
};

function decoded(text: string): Uint8Array {
  const bare = text.replace(/[\r\n]/g, "");
  const letters = bare.replace(/={1,2}$/, "");
  const isPadded = letters.length !== bare.length;
  const isWhole = letters.length % 4 !== 1 && (!isPadded || bare.length % 4 === 0);
  if (!isWhole || !/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(letters))
    throw new TransformError("BASE64", "the text is not base64, which was expected");
  return Buffer.from(letters, "base64");
}
