// Lets a message pass where an expression says true, and drops it where it says false.

import { TransformError } from "../core/errors.ts";
import type { TransformPart } from "../core/ports.ts";
import { compileExpression, LONGEST_EXPRESSION } from "./expression.ts";

const expression = {
  type: "string",
  minLength: 1,
  maxLength: LONGEST_EXPRESSION,
  description: "A CEL expression over body (the JSON), attributes (name to text) and key (the ordering key).",
};

/**
 * Kept messages pass untouched. A message that the expression can't judge (a field that is missing, a result that is
 * neither true nor false) is a `TransformError` EXPRESSION, never a silent drop.
 */
export const keepWhen: TransformPart = {
  options: {
    description: "Keeps the messages for which a CEL expression is true, and drops the others.",
    examples: [
      'body.status == "PAID"',
      "body.total > 99.5 && body.items.exists(item, item.quantity > 1)",
      { when: 'has(body.country) && body.country in ["DE", "AT"]' },
      { when: '"tenant" in attributes && attributes.tenant == "a" && key != ""' },
    ],
    anyOf: [
      expression,
      { type: "object", properties: { when: expression }, required: ["when"], additionalProperties: false },
    ],
  },
  create(options) {
    const keep = compileExpression(typeof options === "string" ? options : (options as { when: string }).when, "bool");
    return (message) => {
      const verdict = keep(message);
      if (verdict === true) return [message];
      if (verdict === false) return [];
      const given = verdict === null ? "null" : typeof verdict;
      throw new TransformError(
        "EXPRESSION",
        `the expression gave a value of type ${given}, true or false was expected`,
      );
    };
  },
};
