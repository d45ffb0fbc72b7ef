// Lifts fields of the body into attributes, where brokers and filters can see them.

import { TransformError } from "../core/errors.ts";
import { isObject, type Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { type Path, parsePath, updateAt } from "../core/json-path.ts";
import { type Attribute, text } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { onePlace } from "./parts/one-place.ts";
import { reshapedAt } from "./parts/shape-at.ts";

interface Options {
  readonly fields: Readonly<Record<string, string>>;
  readonly remove?: boolean;
}

/**
 * Text becomes a String attribute, a number a Number with its text as written, a truth a String. An absent field, or a
 * null, sets nothing; an attribute that is there already is replaced. A list or an object is a `TransformError` SHAPE.
 */
export const toAttributes: TransformPart = {
  options: {
    description: "Lifts fields of the body into attributes.",
    examples: [
      { fields: { "customer.tenant": "tenant", total: "total" } },
      { fields: { country: "country" }, remove: true },
    ],
    type: "object",
    required: ["fields"],
    additionalProperties: false,
    properties: {
      fields: {
        type: "object",
        minProperties: 1,
        description: "A path in the body, and the attribute's name.",
        additionalProperties: { type: "string", minLength: 1, maxLength: 256 },
      },
      remove: { type: "boolean", default: false, description: "Takes the fields out of the body." },
    },
  },
  create(options) {
    const { fields, remove = false } = options as Options;
    const lifted = Object.entries(fields).map(([path, name]) => ({ path: onePlace(parsePath(path)), name }));
    return (message) => {
      const body = jsonBody(message);
      const added = lifted.flatMap(({ path, name }) => {
        const value = valueAt(body, path);
        return value === undefined || value === null ? [] : [[name, attribute(value, path)] as const];
      });
      const attributes = added.length === 0 ? message.attributes : new Map([...message.attributes, ...added]);
      const rest = remove ? lifted.reduce((left, { path }) => updateAt(left, path, () => undefined), body) : body;
      const carried = withJsonBody(message, rest);
      return [attributes === message.attributes ? carried : { ...carried, attributes }];
    };
  },
  shape(options, before) {
    const { fields, remove = false } = options as Options;
    return remove ? reshapedAt(before, Object.keys(fields), () => undefined) : before;
  },
};

function valueAt(body: Json, path: Path): Json | undefined {
  let found: Json | undefined;
  updateAt(body, path, (value) => {
    found = value;
    return value;
  });
  return found;
}

function attribute(value: Json, { text: path }: Path): Attribute {
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean") return text(String(value));
  if (Array.isArray(value) || isObject(value) || value === null)
    throw new TransformError("SHAPE", `text, a number or a truth was expected at ${path}, to become an attribute`);
  return { type: "Number", value: JSON.stringify(value) };
}
