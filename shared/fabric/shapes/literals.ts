// Whether one value is accepted by a shape of one kind.

import { isDeepStrictEqual } from "node:util";
import type { Shape } from "../../core/shape.ts";
import { type Answer, FITS, stranger, undecided } from "./answer.ts";
import { kindOf, uncompared } from "./node.ts";
import { holdsNumber } from "./numbers.ts";
import type { Compare } from "./objects.ts";
import { holdsText } from "./texts.ts";

/** Texts, numbers, truths and null are held against all that a schema says; lists and objects place by place. */
export function compareLiteral(value: unknown, after: Shape, compare: Compare): Answer {
  const type = typeOf(value);
  if ("const" in after) {
    const isSame = isDeepStrictEqual(value, after["const"]);
    return isSame ? FITS : stranger(`${shown(value)} comes, ${shown(after["const"])} was expected`);
  }
  const wanted = after["type"];
  if (wanted !== undefined && wanted !== type && !(wanted === "number" && type === "integer"))
    return stranger(`${shown(value)} comes, ${kindOf(wanted)} was expected`);
  if (uncompared(after) !== undefined) return undecided(`its schema says ${uncompared(after)}`);
  const holds = isHeld(value, after, compare);
  if (typeof holds === "object") return holds;
  if (holds === undefined) return undecided(`whether ${shown(value)} has the right format can't be told`);
  return holds ? FITS : stranger(`${shown(value)} comes, and is not accepted`);
}

function isHeld(value: unknown, after: Shape, compare: Compare): boolean | undefined | Answer {
  if (typeof value === "string") return holdsText(value, after);
  if (typeof value === "number") return holdsNumber(value, after);
  if (Array.isArray(value)) {
    const prefixItems = value.map((item: unknown) => ({ const: item }));
    return compare({ type: "array", prefixItems, items: false, minItems: value.length }, after);
  }
  if (typeof value !== "object" || value === null) return true;
  const properties = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, { const: field }]));
  return compare({ type: "object", properties, required: Object.keys(value), additionalProperties: false }, after);
}

/** The type that JSON Schema gives a value. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** A value of a schema, which its author wrote: never one of a message. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
};
