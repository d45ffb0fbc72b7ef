// Takes personal or secret values out of a message, or puts something else in their place.

import { ConfigError } from "../core/errors.ts";
import type { Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { parsePath, updateAt } from "../core/json-path.ts";
import { type Message, text } from "../core/message.ts";
import type { TransformPart } from "../core/ports.ts";
import { type Disguise, disguise, disguisedShape, disguiseSchema, type Hide } from "./parts/disguise.ts";
import { type NamedPlaces, namedPlaces } from "./parts/named-places.ts";
import { nullAlone, reshapedAt, unlessNull } from "./parts/shape-at.ts";

interface Options extends NamedPlaces {
  readonly with?: Disguise;
}

/**
 * A pseudonym is HMAC-SHA-256 over the value's canonical JSON text, as base64url: equal values give equal pseudonyms
 * under one secret, in a field, in an attribute, on any link. A mask is always the same; of the last four, only values
 * of eight letters or digits and more show any. A null stays null. Absent fields are nothing to redact; a
 * path that meets another shape than it says is a `TransformError` SHAPE, so that nothing slips by. The message's id,
 * ordering key and tenant are left alone.
 */
export const redact: TransformPart = {
  options: {
    description:
      "Removes fields and attributes, or replaces them by a mask, their last four characters, or a keyed hash that is the same for the same value.",
    examples: [
      { fields: ["customer.email", "card.number"] },
      { fields: ["customer.email", "items[*].note"], with: { hash: "pseudonym-key" } },
      { fields: ["card.number"], with: "last-four" },
      { attributes: ["user-agent"], with: "mask" },
    ],
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: {
      ...namedPlaces,
      with: disguiseSchema,
    },
  },
  create(options, tools) {
    const { fields = [], attributes = [], with: how = "remove" } = options as Options;
    if (fields.length + attributes.length === 0) throw nothing();
    const paths = fields.map(parsePath);
    const hide = disguise(how, tools);
    return (message) => {
      const shown = paths.length === 0 ? message : hideFields(message, paths, hide);
      return [
        attributes.some((name) => message.attributes.has(name)) ? hideAttributes(shown, attributes, hide) : shown,
      ];
    };
  },
  shape(options, before) {
    const { fields = [], with: how = "remove" } = options as Options;
    return how === "remove"
      ? reshapedAt(before, fields, nullAlone, "loosens")
      : reshapedAt(
          before,
          fields,
          unlessNull((form) => disguisedShape(how, form)),
        );
  },
};

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
