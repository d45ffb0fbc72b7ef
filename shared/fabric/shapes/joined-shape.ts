// What the body of a joined message looks like, by what its parts look like.

import { type Shape, UNSAID } from "../../core/shape.ts";
import type { WrittenJoin } from "../join-schema.ts";

const TEXT: Shape = { type: "string" };

/** A list of such bodies, or of tables that hold one each. What a shape defines for itself stays where it refers to it. */
export function joinedShape(shape: Shape, { attributes }: WrittenJoin): Shape {
  const { $defs, ...whole } = shape;
  // A body that holds itself refers to the top, which is the list then: nothing is said of it.
  const own = JSON.stringify(shape).includes('"$ref":"#"') ? UNSAID : whole;
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
