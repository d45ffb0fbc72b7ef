// What the body of a joined message looks like, by what its parts look like.

import type { Shape } from "../../core/shape.ts";
import type { WrittenJoin } from "../join-schema.ts";

const TEXT: Shape = { type: "string" };

/** A list of such bodies, or of tables that hold one each. What a shape defines for itself stays where it refers to it. */
export function joinedShape(shape: Shape, { attributes }: WrittenJoin): Shape {
  const { $defs, ...own } = shape;
  return {
    type: "array",
    items: attributes === "inside" ? enveloped(own) : own,
    ...($defs === undefined ? {} : { $defs }),
  };
}

const enveloped = (body: Shape): Shape => ({
  type: "object",
  properties: {
    ...{ id: TEXT, time: TEXT, deduplicationId: TEXT, traceHeader: TEXT },
    attributes: { type: "object", additionalProperties: {} },
    body,
  },
  required: ["id", "time", "body"],
  additionalProperties: false,
});
