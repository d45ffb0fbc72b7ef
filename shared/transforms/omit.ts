// Leaves fields and attributes out of a message.

import type { Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { type Path, parsePath, updateAt } from "../core/json-path.ts";
import type { TransformPart } from "../core/ports.ts";
import { type NamedPlaces, namedPlaces } from "./parts/named-places.ts";
import { reshapedAt } from "./parts/shape-at.ts";

/**
 * Absent fields are nothing to leave out; a path that meets another shape than it says is a `TransformError` SHAPE, so
 * that nothing slips by. An item of a list that is left out closes the gap.
 */
export const omit: TransformPart = {
  options: {
    description: "Leaves fields and attributes out.",
    examples: [
      { fields: ["customer.email", "items[*].note"] },
      { fields: ["meta"], attributes: ["user-agent"] },
      { attributes: ["tenant"] },
    ],
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: namedPlaces,
  },
  create(options) {
    const { fields = [], attributes = [] } = options as NamedPlaces;
    const paths = fields.map(parsePath);
    const left = new Set(attributes);
    return (message) => {
      const without = paths.length === 0 ? message : withJsonBody(message, paths.reduce(leaveOut, jsonBody(message)));
      if (!attributes.some((name) => message.attributes.has(name))) return [without];
      return [{ ...without, attributes: new Map([...message.attributes].filter(([name]) => !left.has(name))) }];
    };
  },
  shape(options, before) {
    const { fields = [] } = options as NamedPlaces;
    return reshapedAt(before, fields, () => undefined);
  },
};

const leaveOut = (body: Json, path: Path): Json => updateAt(body, path, () => undefined);
