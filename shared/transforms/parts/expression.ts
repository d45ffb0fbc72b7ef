// CEL expressions over a message: compiled once when a link wakes, evaluated for every message.

import { type ASTNode, Environment, EvaluationError, type ParseError } from "@marcbachmann/cel-js";
import { ConfigError, TransformError } from "../../core/errors.ts";
import { plainJson } from "../../core/json-body.ts";
import type { Message } from "../../core/message.ts";
import { checkCost, macroDepth } from "./expression-cost.ts";
import { slowPattern } from "./linear-pattern.ts";

/** Longer expressions are refused: what needs more is a TypeScript transform. */
export const LONGEST_EXPRESSION = 4096;
const limits = { maxAstNodes: 1000, maxDepth: 50, maxListElements: 500, maxMapEntries: 100, maxCallArguments: 16 };

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

/** CEL has no arithmetic between 2 and 2.0; JSON does not tell them apart, so whoever writes `body.total * 2` needs it. */
const environment = (() => {
  const made = new Environment({ homogeneousAggregateLiterals: false, limits })
    .registerVariable("body", "dyn")
    .registerVariable("attributes", "map<string, string>")
    .registerVariable("key", "string")
    .registerOperator("double % double: double", (left, right) => left % right);
  for (const [sign, apply] of Object.entries(arithmetic))
    for (const types of [`int ${sign} double`, `double ${sign} int`])
      made.registerOperator(`${types}: double`, (left, right) => apply(Number(left), Number(right)));
  return made;
})();

/**
 * A function from a message to the expression's value, as CEL has it (whole numbers of the expression's own are bigint).
 * The variables: `body` (parsed only where the expression names it), `attributes` (name to text), `key` (the ordering
 * key, empty where there is none). Throws `ConfigError` EXPRESSION with the place, for bad syntax, unknown names,
 * types that never fit, and where `wanted` is bool, an expression that gives something else. The function throws
 * `TransformError`: EXPRESSION with the place where it can't be evaluated, never with a value; TOO_COSTLY for lists that
 * would be gone over inside each other for too long; or as `plainJson`.
 */
export function compileExpression(text: string, wanted: "bool" | "any"): (message: Message) => unknown {
  if (text.length > LONGEST_EXPRESSION) {
    throw refused(`the expression has ${text.length} characters, at most ${LONGEST_EXPRESSION} were expected`);
  }
  const evaluate = parsed(text);
  for (const call of calls(evaluate.ast, "matches")) checkPattern(call);
  const names = mentions(evaluate.ast);
  const depth = macroDepth(evaluate.ast);
  const splitsTexts = calls(evaluate.ast, "split").length > 0;
  const { valid, type, error } = evaluate.check();
  if (!valid) throw misread(text, error);
  if (wanted === "bool" && type !== "bool" && type !== "dyn") {
    throw refused(`the expression ${JSON.stringify(text)} gives a ${type}, true or false was expected`);
  }
  return (message) => {
    const variables = {
      ...(names.has("body") ? { body: celValue(message) } : {}),
      ...(names.has("attributes") ? { attributes: texts(message) } : {}),
      ...(names.has("key") ? { key: message.orderingKey ?? "" } : {}),
    };
    checkCost(depth, variables, splitsTexts);
    try {
      return evaluate(variables);
    } catch (thrown) {
      throw failed(text, thrown);
    }
  };
}

function parsed(text: string) {
  try {
    return environment.parse(text);
  } catch (thrown) {
    throw misread(text, thrown);
  }
}

/** The names that an expression uses anywhere; one that only stands in a text is none. */
function mentions(node: ASTNode | unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(node)) for (const each of node) mentions(each, found);
  else if (typeof node === "object" && node !== null && "op" in node && "args" in node) {
    if (node.op === "id") found.add(String(node.args));
    else mentions(node.args, found);
  }
  return found;
}

/** Every call of a function or a method of that name: its last argument. */
function calls(node: ASTNode | unknown, name: string): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap((each) => calls(each, name));
  if (typeof node !== "object" || node === null || !("op" in node && "args" in node)) return [];
  const { op, args } = node;
  const inner = calls(args, name);
  const isCall = (op === "rcall" || op === "call") && Array.isArray(args) && args[0] === name;
  return isCall ? [...inner, [args.at(-1)].flat().at(-1)] : inner;
}

/** A pattern that comes with a message, or takes for ever with one, would hand that message the whole function. */
function checkPattern(node: unknown): void {
  const pattern = typeof node === "object" && node !== null && "op" in node && "args" in node ? node : undefined;
  if (pattern?.op !== "value" || typeof pattern.args !== "string")
    throw refused("the pattern of matches must be a text of its own, and nothing that is computed");
  const why = slowPattern(pattern.args);
  if (why !== undefined) throw refused(`the pattern ${JSON.stringify(pattern.args)} of matches: ${why}`);
}

const texts = ({ attributes }: Message) => new Map([...attributes].map(([name, { value }]) => [name, value]));

/**
 * The library takes an object for what its `constructor` says, so a body with a member of that name goes as maps. An
 * escaped ASCII letter could hide the name.
 */
function celValue(message: Message): unknown {
  const body = Buffer.from(message.body.buffer, message.body.byteOffset, message.body.byteLength);
  const plain = plainJson(message);
  return body.includes("constructor") || body.includes("\\u00") ? asMaps(plain) : plain;
}

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== "object" || value === null) return value;
  return new Map(Object.entries(value).map(([name, item]) => [name, asMaps(item)]));
}

const refused = (message: string) => new ConfigError([{ severity: "error", code: "EXPRESSION", message }]);

/** The line in question with a caret below it, as a compiler would say it. */
function misread(text: string, thrown: unknown): ConfigError {
  const { summary, range } = thrown as Partial<ParseError>;
  const at = range?.start ?? 0;
  const before = text.slice(0, at).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const line = text.split("\n")[before.length - 1] ?? "";
  const said = (summary ?? "it can't be read").replace(/^./, (letter) => letter.toLowerCase());
  const hint = said.startsWith("unknown variable") ? " (known are body, attributes, key)" : "";
  const place = before.length > 1 ? `line ${before.length}, column ${column}` : `column ${column}`;
  return refused(`the expression is wrong at ${place}: ${said}${hint}\n  ${line}\n  ${" ".repeat(column - 1)}^`);
}

/** Only the library's code and the expression's own text: its message may hold values. */
function failed(text: string, thrown: unknown): TransformError {
  if (!(thrown instanceof EvaluationError)) {
    return new TransformError("EXPRESSION", "the expression could not be evaluated", thrown);
  }
  const { start = 0, end = start } = thrown.range ?? {};
  const piece = text.slice(start, Math.max(end, start + 1));
  const what = `${thrown.code.replaceAll("_", " ")} at column ${start + 1}, ${JSON.stringify(piece)}`;
  return new TransformError("EXPRESSION", `the expression could not be evaluated: ${what}`, thrown);
}
