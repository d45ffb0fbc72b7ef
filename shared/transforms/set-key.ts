// Gives a message the ordering key that an expression makes of it.

import { TransformError } from "../core/errors.ts";
import type { TransformPart } from "../core/ports.ts";
import { compileExpression, LONGEST_EXPRESSION } from "./parts/expression.ts";

/**
 * The key decides the order at the target, not the order in which this message was taken: two messages of one new key
 * keep their order only where they came in one order. Empty text takes the key away. Anything but text, a whole number
 * or a truth is a `TransformError` EXPRESSION.
 */
export const setKey: TransformPart = {
  options: {
    description: "Sets the ordering key (the message group of a FIFO queue) by a CEL expression.",
    examples: ["body.customer.id", 'attributes.tenant + "/" + body.customer.id', '""'],
    type: "string",
    minLength: 1,
    maxLength: LONGEST_EXPRESSION,
  },
  create(options) {
    const evaluate = compileExpression(String(options), "any");
    return (message) => {
      const { orderingKey: _, ...keyless } = message;
      const key = keyText(evaluate(message));
      return [key === "" ? keyless : { ...message, orderingKey: key }];
    };
  },
  shape: (_, before) => before,
};

function keyText(value: unknown): string {
  if (typeof value === "string") return value;
  const isWhole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
  if (isWhole || typeof value === "boolean") return String(value);
  const message = `the expression gave ${kindOf(value)}: text, a whole number or a truth was expected`;
  throw new TransformError("EXPRESSION", message);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number")
    return Number.isInteger(value) || !Number.isFinite(value) ? "a number beyond 2^53" : "a fraction";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
