// Makes a message of each item of a list.

import { ConfigError, TransformError } from "../core/errors.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { type Path, parsePath } from "../core/json-path.ts";
import type { Message } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import type { Node, Shape } from "../core/shape.ts";
import { shapeAt } from "./parts/shape-at.ts";

interface Options {
  readonly at?: string;
  readonly as?: string;
  readonly whenEmpty?: "drop" | "refuse";
}

/** What one message may become; ours. A list of numbers in 1 MiB could be half a million messages. */
const MOST_MESSAGES = 10_000;

/** Bytes of all that one message becomes; ours. With `as`, each item carries the rest of the body along. */
const MOST_BYTES = 64 * 1_024 * 1_024;

/**
 * The items in their order, with the message's attributes and key, each with an id of its own. No list at the place is a
 * `TransformError` SHAPE, never an empty result; TOO_MANY and TOO_LARGE beyond the limits above. An `as` that the body
 * has already, other than the list itself, is NAME_TAKEN.
 */
export const split: TransformPart = {
  options: {
    description: "Makes a message of each item of a list.",
    examples: [{}, { at: "items" }, { at: "order.items", as: "item" }, { at: "items", whenEmpty: "refuse" }],
    type: "object",
    additionalProperties: false,
    properties: {
      at: {
        type: "string",
        minLength: 1,
        maxLength: 256,
        description: "Where the list stands: a path of names. Default: the body itself is the list.",
      },
      as: {
        type: "string",
        minLength: 1,
        maxLength: 256,
        description: "Puts the item under this name, beside the rest of the body. Default: the item alone is the body.",
      },
      whenEmpty: {
        enum: ["drop", "refuse"],
        default: "drop",
        description: "What becomes of a message whose list is empty: dropped, or dead.",
      },
    },
  },
  create(options) {
    const { at, as, whenEmpty = "drop" } = options as Options;
    const path = at === undefined ? undefined : namesOf(parsePath(at));
    if (as !== undefined && path === undefined) throw refused("as needs at: a list has no rest beside it");
    return (message) => {
      const body = jsonBody(message);
      const items = listAt(body, path ?? []);
      if (items.length === 0 && whenEmpty === "refuse") throw new TransformError("EMPTY", "the list to split is empty");
      if (items.length > MOST_MESSAGES)
        throw new TransformError("TOO_MANY", `the list has more than ${MOST_MESSAGES} items`);
      if (as === undefined) return items.map((item) => withJsonBody(message, item));
      return withRest(message, restOf(body as JsonObject, path ?? [], as), items, as);
    };
  },
  shape(options, before) {
    const { at, as } = options as Options;
    const path = at === undefined ? undefined : parsePath(at);
    const item = itemOf(path === undefined ? before : memberIn(before, namesOf(path)));
    if (item === undefined || as === undefined || path === undefined) return item ?? "unknown";
    const rest = shapeAt(before, path, () => undefined);
    return rest === "unknown" ? rest : shapeAt(rest, parsePath(JSON.stringify([as])), () => item, "creates");
  },
};

function namesOf({ steps, text }: Path): readonly string[] {
  return steps.map((step) => {
    if (step.kind !== "name") throw refused(`path ${JSON.stringify(text)} must be names alone: one list is split`);
    return step.name;
  });
}

const refused = (message: string) =>
  new ConfigError([{ severity: "error", code: "OPTIONS", message: `split: ${message}` }]);

function listAt(body: Json, path: readonly string[]): readonly Json[] {
  const found = path.reduce<Json | undefined>((value, name) => memberOf(value, name), body);
  if (Array.isArray(found)) return found as readonly Json[];
  const place = path.length === 0 ? "as the body" : `at ${path.join(".")}`;
  throw new TransformError("SHAPE", `a list was expected ${place}, to be split`);
}

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The body without its list: what every item gets beside it. */
function restOf(body: JsonObject, path: readonly string[], as: string): JsonObject {
  const without = (value: JsonObject, [name = "", ...below]: readonly string[]): JsonObject =>
    Object.fromEntries(
      Object.entries(value).flatMap(([member, inner]) => {
        if (member !== name) return [[member, inner]];
        return below.length === 0 ? [] : [[member, without(inner as JsonObject, below)]];
      }),
    );
  const rest = without(body, path);
  if (Object.hasOwn(rest, as)) throw new TransformError("NAME_TAKEN", `the body has a field ${as} already`);
  return rest;
}

function withRest(message: Message, rest: JsonObject, items: readonly Json[], as: string): readonly Message[] {
  const restBytes = JSON.stringify(rest).length;
  if (restBytes * items.length > MOST_BYTES)
    throw new TransformError("TOO_LARGE", `the items with the rest of the body are more than ${MOST_BYTES} bytes`);
  return items.map((item) => withJsonBody(message, { ...rest, [as]: item }));
}

const memberIn = (shape: Node | undefined, path: readonly string[]): Node | undefined =>
  path.reduce<Node | undefined>((found, name) => {
    const { type, properties } = Object(found) as { readonly type?: unknown; readonly properties?: Shape };
    return type === "object" && properties !== undefined && Object.hasOwn(properties, name)
      ? (properties[name] as Node)
      : undefined;
  }, shape);

/** Undefined where the items are not all of one shape that can stand alone. */
function itemOf(list: Node | undefined): Shape | undefined {
  const { type, items, prefixItems } = Object(list) as Readonly<Record<string, unknown>>;
  const isPlain = type === "array" && typeof items === "object" && items !== null && prefixItems === undefined;
  return isPlain && !JSON.stringify(items).includes('"$ref":') ? (items as Shape) : undefined;
}
