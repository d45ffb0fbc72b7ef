// The parts of a JSON Schema that comparisons look at.

import { CHECKS, MOMENT, type Node, OPAQUE, type Shape } from "../../core/shape.ts";

/** Keywords that narrow what is accepted, and that no comparison looks at. */
const UNCOMPARED = [
  "if",
  "not",
  "dependentRequired",
  "dependentSchemas",
  "patternProperties",
  "minProperties",
  "maxProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "uniqueItems",
  "contains",
];

/** Keywords that say something of a value; all others are remarks. */
const SPEAKING = [
  ...["type", "const", "enum", "anyOf", "oneOf", "allOf", "$ref", "properties", "required", "additionalProperties"],
  ...["propertyNames", "items", "prefixItems", "minItems", "maxItems", "minimum", "maximum", "exclusiveMinimum"],
  ...[
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "x-flagged",
    "x-formats",
    MOMENT,
  ],
  ...UNCOMPARED,
];

/** True where the schema takes anything, checks of its own aside. */
export const saysNothing = (node: Node): boolean =>
  node === true || (node !== false && !(OPAQUE in node) && !SPEAKING.some((keyword) => keyword in node));

/** True where nothing is ever accepted. */
export const takesNothing = (node: Node): boolean =>
  node === false || (node !== true && typeof node["not"] === "object" && saysNothing(node["not"] as Node));

/** The first keyword of the node that can't be compared. */
export const uncompared = (node: Shape): string | undefined => UNCOMPARED.find((keyword) => keyword in node);

/** The numbers of the checks that a value has to pass; empty where there are none. */
export const checksOf = (node: Node): readonly number[] =>
  typeof node === "object" && Array.isArray(node[CHECKS]) ? node[CHECKS] : [];

/** Which schema it is whose values can't be said; the same number for the same schema. */
export const opaqueOf = (node: Node): unknown => (typeof node === "object" ? node[OPAQUE] : undefined);

/** A keyword that holds a list of schemas; empty where it is not there. */
export const nodes = (node: Shape, keyword: string): readonly Node[] =>
  Array.isArray(node[keyword]) ? (node[keyword] as readonly Node[]) : [];

/** A keyword that holds a number. */
export const numberOf = (node: Shape, keyword: string): number | undefined =>
  typeof node[keyword] === "number" ? node[keyword] : undefined;

/** A keyword that holds a text. */
export const textOf = (node: Shape, keyword: string): string | undefined =>
  typeof node[keyword] === "string" ? node[keyword] : undefined;

/** Without some of its keywords. */
export const without = (node: Shape, ...keywords: readonly string[]): Shape =>
  Object.fromEntries(Object.entries(node).filter(([keyword]) => !keywords.includes(keyword)));

/** In an operator's words: text, a number, a list. */
export const KINDS: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ["string", "text"],
  ["number", "a number"],
  ["integer", "a whole number"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "an object"],
  ["null", "null"],
]);

/** The words for a type. */
export const kindOf = (type: unknown): string => KINDS.get(type) ?? "something else";
