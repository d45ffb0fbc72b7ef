// What may stand in the place of a value that is not to be seen.

import { createHmac, createSecretKey } from "node:crypto";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Json } from "../../core/json.ts";
import type { Tools } from "../../core/ports.ts";
import { loose, type Shape } from "../../core/shape.ts";

/** As a fabric writes it. */
export type Disguise = "remove" | "mask" | "last-four" | { readonly hash: string };

/** Its JSON Schema. */
export const disguiseSchema = {
  description: "remove (the default), mask, last-four, or a keyed hash with a secret of the fabric's list.",
  default: "remove",
  anyOf: [
    { enum: ["remove", "mask", "last-four"] },
    {
      type: "object",
      properties: { hash: { type: "string", minLength: 1, description: "The name of a secret." } },
      required: ["hash"],
      additionalProperties: false,
    },
  ],
};

/** Gives what is shown instead of a value; undefined: nothing at all. */
export type Hide = (value: Json) => string | undefined;

/** The length of a mask tells nothing of what it hides. */
const MASK = "****";

/** Of a shorter value the last four characters would be too much of it; ours. */
const FEWEST_FOR_LAST_FOUR = 8;

/** Throws `ConfigError` for a secret that the fabric has not. The function is pure, and takes any value. */
export function disguise(how: Disguise, tools: Tools): Hide {
  if (how === "remove") return () => undefined;
  if (how === "mask") return () => MASK;
  if (how === "last-four") return lastFour;
  const key = createSecretKey(tools.secret(how.hash));
  return (value) => createHmac("sha256", key).update(canonicalJson(value)).digest("base64url");
}

/** What is shown instead of a value of this form, other than null; base64url of 32 bytes has 43 characters. */
export function disguisedShape(how: Exclude<Disguise, "remove">, { type, maxLength }: Shape): Shape {
  if (how === "mask") return { type: "string", const: MASK };
  if (how !== "last-four") return { type: "string", minLength: 43, maxLength: 43, pattern: "^[A-Za-z0-9_-]{43}$" };
  const isBounded = type === "string" && typeof maxLength === "number";
  // Only stars, and whatever is no letter, stand before the last four.
  return loose({
    type: "string",
    minLength: MASK.length,
    ...(isBounded ? { maxLength: Math.max(MASK.length, maxLength) } : {}),
  });
}

/** Letters and digits but the last four become stars, all else (spaces, dashes) stays in its place. */
function lastFour(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const isScalar = typeof value === "string" || /^-?\d+$/.test(text);
  const letters = [...text.matchAll(/[\p{L}\p{N}]/gu)].length;
  if (!isScalar || letters < FEWEST_FOR_LAST_FOUR) return MASK;
  let before = letters - 4;
  return text.replace(/[\p{L}\p{N}]/gu, (letter) => (before-- > 0 ? "*" : letter));
}
