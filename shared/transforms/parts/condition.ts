// What keep-when and drop-when share: an expression that must say true or false, and how a fabric writes it.

import { TransformError } from "../../core/errors.ts";
import type { Message } from "../../core/message.ts";
import { compileExpression, LONGEST_EXPRESSION } from "./expression.ts";

const expression = {
  type: "string",
  minLength: 1,
  maxLength: LONGEST_EXPRESSION,
  description: "A CEL expression over body (the JSON), attributes (name to text) and key (the ordering key).",
};

/** The JSON Schema of a condition: the expression itself, or `{ when: EXPRESSION }`. */
export const conditionSchema = [
  expression,
  { type: "object", properties: { when: expression }, required: ["when"], additionalProperties: false },
];

/**
 * A function that says whether the condition holds for a message. Throws `ConfigError` as `compileExpression`. The
 * function throws `TransformError` EXPRESSION for a message that the expression can't judge (a field that is missing, a
 * result that is neither true nor false): never a silent answer.
 */
export function condition(options: unknown): (message: Message) => boolean {
  const judge = compileExpression(typeof options === "string" ? options : (options as { when: string }).when, "bool");
  return (message) => {
    const verdict = judge(message);
    if (typeof verdict === "boolean") return verdict;
    const given = verdict === null ? "null" : typeof verdict;
    throw new TransformError("EXPRESSION", `the expression gave a value of type ${given}, true or false was expected`);
  };
}
