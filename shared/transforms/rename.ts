// Gives fields and attributes other names, where they stand.

import { ConfigError, TransformError } from "../core/errors.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { type Path, parsePath, type Step, updateAt } from "../core/json-path.ts";
import type { Message } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { type Node, reshaped, type Shape, withField } from "../core/shape.ts";
import { eachForm, shapeAt } from "./parts/shape-at.ts";

type Names = ReadonlyMap<string, string>;

interface Options {
  readonly fields?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * A field keeps its place and its value; an absent one is nothing to rename. All renames of one object happen at once, so
 * two names can be swapped. A name that is taken is a `TransformError` NAME_TAKEN, never a lost value.
 */
export const rename: TransformPart = {
  options: {
    description: "Gives fields and attributes other names.",
    examples: [
      { fields: { orderId: "order_id", "customer.id": "customer_id", "items[*].unitPrice": "unit_price" } },
      { attributes: { tenant: "shop" } },
    ],
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: {
      fields: {
        type: "object",
        minProperties: 1,
        description: "A path in the body, and the new name (not a path: a field stays where it stands).",
        additionalProperties: {
          type: "string",
          pattern: '^[^.\\[\\]"]+$',
          patternErrorMessage: 'must be a name without . [ ] and ", since a field stays where it stands',
          maxLength: 256,
        },
      },
      attributes: {
        type: "object",
        minProperties: 1,
        description: "An attribute's name, and its new name.",
        additionalProperties: { type: "string", minLength: 1, maxLength: 256 },
      },
    },
  },
  create(options) {
    const { fields = {}, attributes = {} } = options as Options;
    const places = byPlace(fields);
    const names: Names = new Map(Object.entries(attributes));
    return (message) => {
      const renamed = places.length === 0 ? message : renameFields(message, places);
      return [
        [...names.keys()].some((name) => message.attributes.has(name)) ? renameAttributes(renamed, names) : renamed,
      ];
    };
  },
  shape(options, before) {
    const { fields = {} } = options as Options;
    return byPlace(fields).reduce<Shape | "unknown">((shape, { holder, names }) => {
      if (shape === "unknown") return shape;
      const renamed = (node: Node | undefined) =>
        node === undefined ? node : eachForm(node, (form) => renamedIn(form, names));
      const whole = holder === undefined ? renamed(shape) : shapeAt(shape, holder, renamed);
      return typeof whole === "object" ? whole : "unknown";
    }, before);
  },
};

/** The object that holds the fields (undefined: the body itself), and their names, old to new. */
interface Place {
  readonly holder: Path | undefined;
  readonly names: Map<string, string>;
}

/** Deepest first, since every path speaks of the names as they come in. */
function byPlace(fields: Readonly<Record<string, string>>): readonly Place[] {
  const places = new Map<string, Place>();
  for (const [from, to] of Object.entries(fields)) {
    const path = parsePath(from);
    const last = path.steps.at(-1);
    if (last?.kind !== "name") throw nameExpected(path);
    const [first, ...more] = path.steps.slice(0, -1);
    const where = JSON.stringify(path.steps.slice(0, -1));
    const place = places.get(where) ?? { holder: first && { text: from, steps: [first, ...more] }, names: new Map() };
    place.names.set(last.name, to);
    places.set(where, place);
  }
  return [...places.values()].sort((left, right) => depth(right) - depth(left));
}

const depth = ({ holder }: Place) => (holder?.steps ?? ([] as readonly Step[])).length;

function renameFields(message: Message, places: readonly Place[]): Message {
  const body = places.reduce<Json>((value, { holder, names }) => {
    const renamed = (found: Json | undefined) =>
      found === undefined || found === null ? found : inObject(found, names);
    return holder === undefined ? (renamed(value) ?? null) : updateAt(value, holder, renamed);
  }, jsonBody(message));
  return withJsonBody(message, body);
}

function inObject(value: Json, names: Names): Json {
  if (!isObject(value)) throw new TransformError("SHAPE", `an object that holds ${[...names.keys()][0]} was expected`);
  if (![...names.keys()].some((name) => Object.hasOwn(value, name))) return value;
  return Object.fromEntries(renamedEntries(Object.entries(value), names, "a field")) as JsonObject;
}

const renameAttributes = (message: Message, names: Names): Message => ({
  ...message,
  attributes: new Map(renamedEntries([...message.attributes], names, "an attribute")),
});

function renamedEntries<Value>(entries: readonly (readonly [string, Value])[], names: Names, kind: string) {
  const renamed = entries.map(([name, value]) => [names.get(name) ?? name, value] as const);
  const taken = new Set<string>();
  for (const [name] of renamed) {
    // Only a new name can be met twice, and new names are the operator's own words.
    if (taken.has(name)) throw new TransformError("NAME_TAKEN", `the message has ${kind} ${name} already`);
    taken.add(name);
  }
  return renamed;
}

function nameExpected({ text }: Path): ConfigError {
  const message = `path ${JSON.stringify(text)} must end in a field's name to be renamed`;
  return new ConfigError([{ severity: "error", code: "PATH", message }]);
}

/** Where nothing is said of a field, it may be there under its new name, and is not under its old one. */
function renamedIn(written: Shape, names: Names): Shape {
  if (written["type"] !== "object") return written;
  const form = withField(written, [...names.values()]);
  const {
    properties = {},
    required = [],
    additionalProperties = {},
  } = form as {
    readonly properties?: Readonly<Record<string, Node>>;
    readonly required?: readonly string[];
    readonly additionalProperties?: Node;
  };
  const told = Object.entries(properties).map(([name, node]) => [names.get(name) ?? name, node] as const);
  const unsaid = [...names].flatMap(([from, to]) => [
    ...(Object.hasOwn(properties, from) ? [] : [[to, additionalProperties] as const]),
    // It may have had the new name already, where it is not there under the old one.
    ...(Object.hasOwn(properties, to) || required.includes(from) ? [] : [[to, additionalProperties] as const]),
  ]);
  const possible = Map.groupBy(
    [...told, ...unsaid].filter(([, node]) => node !== false),
    ([name]) => name,
  );
  const fields = [...possible].map(([name, [first, ...more]]): readonly [string, Node] => [
    name,
    more.length === 0 ? (first?.[1] ?? {}) : { anyOf: [first, ...more].map((entry) => entry?.[1]) },
  ]);
  const gone = [...names.keys()].filter((name) => additionalProperties !== false && !possible.has(name));
  return reshaped(form, {
    properties: Object.fromEntries([...fields, ...gone.map((name) => [name, false] as const)]),
    required: required.map((name) => names.get(name) ?? name),
  });
}
