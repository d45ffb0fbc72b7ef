// Drops a message where an expression says true, and lets it pass where it says false.

import type { TransformPart } from "../core/ports.ts";
import { condition, conditionSchema } from "./parts/condition.ts";

/** Kept messages pass untouched. A message that the expression can't judge is a `TransformError`, never a silent drop. */
export const dropWhen: TransformPart = {
  options: {
    description: "Drops the messages for which a CEL expression is true, and keeps the others.",
    examples: [
      'body.status == "TEST"',
      { when: "has(body.internal) && body.internal" },
      { when: 'attributes.exists(name, name.startsWith("debug-"))' },
    ],
    anyOf: conditionSchema,
  },
  create(options) {
    const isDropped = condition(options);
    return (message) => (isDropped(message) ? [] : [message]);
  },
  shape: (_, before) => before,
};
