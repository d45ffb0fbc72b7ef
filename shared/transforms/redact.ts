// Takes personal or secret values out of a message, or puts a keyed hash in their place.

import { createHmac, createSecretKey } from "node:crypto";
import { canonicalJson } from "../core/canonical-json.ts";
import { ConfigError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import { type Message, text } from "../core/message.ts";
import type { Tools, TransformPart } from "../core/ports.ts";

interface Options {
  readonly fields?: readonly string[];
  readonly attributes?: readonly string[];
  readonly with?: "remove" | { readonly hash: string };
}

const names = { type: "array", minItems: 1, items: { type: "string", minLength: 1, maxLength: 256 } };

/**
 * A pseudonym is HMAC-SHA-256 over the value's canonical JSON text, as base64url: equal values give equal pseudonyms
 * under one secret, in a field, in an attribute, on any link. A null stays null. Absent fields are nothing to redact; a
 * path that meets another shape than it says is a `TransformError` SHAPE, so that nothing slips by. The message's id,
 * ordering key and tenant are left alone.
 */
export const redact: TransformPart = {
  options: {
    description: "Removes fields and attributes, or replaces them by a keyed hash that is the same for the same value.",
    examples: [
      { fields: ["customer.email", "card.number"] },
      { fields: ["customer.email", "items[*].note"], with: { hash: "pseudonym-key" } },
      { attributes: ["user-agent"] },
    ],
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: {
      fields: { ...names, description: 'Paths in the body: customer.email, items[*].note, list[0], ["odd.name"].' },
      attributes: { ...names, description: "Names of attributes, exact." },
      with: {
        description: "remove (the default), or a keyed hash with a secret of the fabric's list.",
        default: "remove",
        anyOf: [
          { const: "remove" },
          {
            type: "object",
            properties: { hash: { type: "string", minLength: 1, description: "The name of a secret." } },
            required: ["hash"],
            additionalProperties: false,
          },
        ],
      },
    },
  },
  create(options, tools) {
    const { fields = [], attributes = [], with: how = "remove" } = options as Options;
    if (fields.length + attributes.length === 0) throw nothing();
    const paths = fields.map(parsePath);
    const hide = how === "remove" ? () => undefined : pseudonym(how.hash, tools);
    return (message) => {
      const shown = paths.length === 0 ? message : hideFields(message, paths, hide);
      return [
        attributes.some((name) => message.attributes.has(name)) ? hideAttributes(shown, attributes, hide) : shown,
      ];
    };
  },
};

type Hide = (value: Json) => string | undefined;

function pseudonym(secret: string, tools: Tools): Hide {
  const key = createSecretKey(tools.secret(secret));
  return (value) => createHmac("sha256", key).update(canonicalJson(value)).digest("base64url");
}

function hideFields(message: Message, paths: readonly ReturnType<typeof parsePath>[], hide: Hide): Message {
  const hideFound = (found: Json | undefined) => (found === undefined || found === null ? found : hide(found));
  const hidden = paths.reduce((body, path) => updateAt(body, path, hideFound), jsonBody(message));
  return withJsonBody(message, hidden);
}

function hideAttributes(message: Message, names: readonly string[], hide: Hide): Message {
  const attributes = new Map(message.attributes);
  for (const name of names) {
    const found = attributes.get(name);
    const hidden = found === undefined ? undefined : hide(found.value);
    if (hidden === undefined) attributes.delete(name);
    else attributes.set(name, text(hidden));
  }
  return { ...message, attributes };
}

const nothing = () =>
  new ConfigError([{ severity: "error", code: "OPTIONS", message: "redact names no field and no attribute" }]);
