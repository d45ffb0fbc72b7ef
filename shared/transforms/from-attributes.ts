// Puts attributes into fields of the body.

import { TransformError } from "../core/errors.ts";
import { type Json, jsonNumber } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import type { Attribute } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { onePlace } from "./parts/one-place.ts";

interface Options {
  readonly attributes: Readonly<Record<string, string>>;
  readonly remove?: boolean;
}

/**
 * A Number attribute becomes a JSON number with its text as written, a Binary one its base64 text, all else text. An
 * absent attribute sets nothing; a field that is there already is replaced, absent objects on the way are made. A Number
 * that JSON can't write (`+1`, `.5`) is a `TransformError` NUMBER.
 */
export const fromAttributes: TransformPart = {
  options: {
    description: "Puts attributes into fields of the body.",
    examples: [
      { attributes: { tenant: "meta.tenant" } },
      { attributes: { tenant: "tenant", "user-agent": "meta.agent" }, remove: true },
    ],
    type: "object",
    required: ["attributes"],
    additionalProperties: false,
    properties: {
      attributes: {
        type: "object",
        minProperties: 1,
        description: "An attribute's name, and a path in the body.",
        additionalProperties: { type: "string", minLength: 1, maxLength: 256 },
      },
      remove: { type: "boolean", default: false, description: "Takes the attributes off the message." },
    },
  },
  create(options) {
    const { attributes: names, remove = false } = options as Options;
    const places = Object.entries(names).map(([name, path]) => ({ name, path: onePlace(parsePath(path)) }));
    return (message) => {
      const found = places.flatMap(({ name, path }) => {
        const attribute = message.attributes.get(name);
        return attribute === undefined ? [] : [{ path, value: jsonOf(name, attribute) }];
      });
      if (found.length === 0) return [message];
      const body = found.reduce((to, { path, value }) => updateAt(to, path, () => value, true), jsonBody(message));
      const attributes = remove
        ? new Map([...message.attributes].filter(([name]) => !Object.hasOwn(names, name)))
        : message.attributes;
      return [{ ...withJsonBody(message, body), attributes }];
    };
  },
};

function jsonOf(name: string, { type, value }: Attribute): Json {
  if (!/^Number(\.|$)/.test(type)) return value;
  const number = jsonNumber(value);
  if (number !== undefined) return number;
  throw new TransformError("NUMBER", `attribute ${name} is no number as JSON writes one`);
}
