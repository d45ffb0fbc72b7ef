// How much work an expression can be: macros inside macros multiply what a message brings.

import { TransformError } from "../../core/errors.ts";

/** The macros of CEL that go over a list or a map. */
const MACROS = new Set(["all", "exists", "exists_one", "existsOne", "map", "filter"]);

/** Steps that one evaluation may take, in the worst case; ours, around a second. */
const MOST_STEPS = 10_000_000;

/** Members, items and characters that a result may have; ours, above what any broker takes. */
const MOST_PARTS = 16_000_000;

/** How deep macros stand in one another in an expression's tree, as the library has it: 0 without any. */
export function macroDepth(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((deepest, each) => Math.max(deepest, macroDepth(each)), 0);
  if (typeof node !== "object" || node === null || !("op" in node && "args" in node)) return 0;
  const { op, args } = node;
  const isMacro = op === "rcall" && Array.isArray(args) && MACROS.has(String(args[0]));
  if (!isMacro) return macroDepth(args);
  const [, over, inner] = args as readonly unknown[];
  return Math.max(macroDepth(over), 1 + macroDepth(inner));
}

/**
 * Throws `TransformError` TOO_COSTLY where macros of that depth could take more than ten million steps over these values: by
 * the longest list or map among them, and the longest text where the expression splits any. The same for the same message.
 */
export function checkCost(depth: number, values: unknown, splitsTexts: boolean): void {
  if (depth >= 2 && longestIn(values, splitsTexts) ** depth > MOST_STEPS)
    throw new TransformError(
      "TOO_COSTLY",
      "the expression goes over lists of the message inside each other, which are too long",
    );
}

function longestIn(value: unknown, splitsTexts: boolean): number {
  if (typeof value === "string") return splitsTexts ? value.length : 0;
  if (typeof value !== "object" || value === null) return 0;
  const members = value instanceof Map ? [...value.values()] : Object.values(value);
  return members.reduce<number>((longest, each) => Math.max(longest, longestIn(each, splitsTexts)), members.length);
}

/** Throws `TransformError` TOO_LARGE for a result that would fill the memory once written: it may hold one list often. */
export function checkSize(value: unknown): void {
  let parts = 0;
  const visit = (each: unknown): void => {
    parts += typeof each === "string" ? each.length : 1;
    if (parts > MOST_PARTS)
      throw new TransformError("TOO_LARGE", "the expression's result is too large for any broker");
    if (typeof each !== "object" || each === null) return;
    for (const member of each instanceof Map ? each.values() : Object.values(each)) visit(member);
  };
  visit(value);
}
