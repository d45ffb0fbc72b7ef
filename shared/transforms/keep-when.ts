// Lets a message pass where an expression says true, and drops it where it says false.

import type { TransformPart } from "../core/ports.ts";
import { condition, conditionSchema } from "./parts/condition.ts";

/** Kept messages pass untouched. A message that the expression can't judge is a `TransformError`, never a silent drop. */
export const keepWhen: TransformPart = {
  options: {
    description: "Keeps the messages for which a CEL expression is true, and drops the others.",
    examples: [
      'body.status == "PAID"',
      "body.total > 99.5 && body.items.exists(item, item.quantity > 1)",
      { when: 'has(body.country) && body.country in ["DE", "AT"]' },
      { when: '"tenant" in attributes && attributes.tenant == "a" && key != ""' },
    ],
    anyOf: conditionSchema,
  },
  create(options) {
    const isKept = condition(options);
    return (message) => (isKept(message) ? [message] : []);
  },
  shape: (_, before) => before,
};
