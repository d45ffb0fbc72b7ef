// Whether every value that one JSON Schema allows is accepted by another: yes, no and where, or undecided and why.

import type { Node, Shape } from "../../core/shape.ts";
import { type Answer, each, every, FITS, misfit, stranger, undecided } from "./answer.ts";
import { compareLists } from "./lists.ts";
import { compareLiteral, typeOf } from "./literals.ts";
import { checksOf, KINDS, kindOf, nodes, opaqueOf, saysNothing, takesNothing, uncompared, without } from "./node.ts";
import { compareNumbers } from "./numbers.ts";
import { type Compare, compareObjects } from "./objects.ts";
import { resolver } from "./resolver.ts";
import { compareTexts } from "./texts.ts";

/** Deeper than any schema of a body; what refers to itself is met again long before. */
const DEEPEST = 64;

/**
 * Pure. `fits` is a proof; a `misfit` names the first field, for which a value exists that is refused; whatever JSON Schema
 * or this comparison can't tell is `undecided`.
 */
export function compareShapes(before: Node, after: Node): Answer {
  const open = new Map<Node, Set<Node>>();
  const [mineOf, wantedOf] = [resolver(before), resolver(after)];
  const visit = (left: Node, right: Node, depth: number): Answer => {
    if (depth > DEEPEST) return undecided("the schemas are nested too deeply to be compared");
    const [mine, wanted] = [mineOf(left), wantedOf(right)];
    if (mine === undefined || wanted === undefined) return undecided("a schema refers to another that is not there");
    const inside = (inner: Node, other: Node) => visit(inner, other, depth + 1);
    if (mine === left && wanted === right) return compareNodes(mine, wanted, inside);
    // What is met again on its own way is as good as proved: every value has an end.
    const begun = open.get(mine) ?? new Set();
    if (begun.has(wanted)) return FITS;
    open.set(mine, begun.add(wanted));
    const answer = compareNodes(mine, wanted, inside);
    begun.delete(wanted);
    return answer;
  };
  return visit(before, after, 0);
}

function compareNodes(before: Node, after: Node, compare: Compare): Answer {
  if (takesNothing(before)) return FITS;
  if (takesNothing(after)) return stranger("nothing is accepted there");
  if (opaqueOf(after) !== undefined)
    return opaqueOf(before) === opaqueOf(after)
      ? FITS
      : undecided("its schema converts it, or has no form in JSON Schema");
  const passed = checksOf(before);
  const answer = saysNothing(after) ? FITS : compareKeywords(before, after as Shape, compare);
  if (answer.kind === "fits")
    return checksOf(after).every((check) => passed.includes(check))
      ? FITS
      : undecided("its schema has a check that JSON Schema can't say");
  // What would be refused may never come.
  return answer.kind === "misfit" && !answer.isTotal && passed.length > 0
    ? { kind: "undecided", at: answer.at, why: `${answer.why}, and a check says more of what comes` }
    : answer;
}

function compareKeywords(before: Node, after: Shape, compare: Compare): Answer {
  if (typeof before !== "object" || saysNothing(before) || opaqueOf(before) !== undefined)
    return undecided(`nothing is said of it, ${wantedBy(after)} was expected`);
  const kinds = alternatives(before);
  if (kinds !== undefined) return each(kinds.map((kind) => compare(kind, after)));
  const conjuncts = allOf(before);
  if (conjuncts.length > 0) return anyOfAll(conjuncts, after, compare);
  const parts = allOf(after);
  if (parts.length > 0) return every(parts.map((part) => compare(before, part)));
  if ("enum" in after && !("const" in before) && before["type"] !== "null") return oneOfValues(before, after["enum"]);
  const choices = alternatives(after);
  if (choices !== undefined)
    return choose(
      choices.map((choice) => compare(before, choice)),
      after,
    );
  return compareOne(before, after, compare);
}

/** A value of one kind against a schema of one kind. */
function compareOne(before: Shape, after: Shape, compare: Compare): Answer {
  if ("const" in before) return compareLiteral(before["const"], after, compare);
  const [type, wanted] = [before["type"], after["type"]];
  if (type === "null") return compareLiteral(null, after, compare);
  if ("const" in after) return oneOfValues(before, [after["const"]]);
  const isSame = wanted === undefined || type === wanted || (type === "integer" && wanted === "number");
  const isPart = type === "number" && wanted === "integer";
  if (!isSame && !isPart) return typeof type === "string" ? otherKind(type, wanted) : undecided("its type is not said");
  const answer = byType(before, after, compare);
  const keyword = uncompared(after);
  return answer.kind === "fits" && keyword !== undefined ? undecided(`its schema says ${keyword}`) : answer;
}

function byType(before: Shape, after: Shape, compare: Compare): Answer {
  switch (before["type"]) {
    case "string":
      return compareTexts(before, after);
    case "number":
    case "integer":
      return compareNumbers(before, after);
    case "object":
      return compareObjects(before, after, compare);
    case "array":
      return compareLists(before, after, compare);
    case "null":
      return FITS;
    default:
      return undecided("its type is not said");
  }
}

const otherKind = (type: unknown, wanted: unknown): Answer =>
  stranger(`${kindOf(type)} comes, ${kindOf(wanted)} was expected`);

/** Many values against a few: a text that is free, or a range that has more than these. */
function oneOfValues(before: Shape, known: unknown): Answer {
  const values: readonly unknown[] = Array.isArray(known) ? known : [];
  const { type } = before;
  if (!values.some((value) => typeOf(value) === type || (typeOf(value) === "integer" && type === "number")))
    return stranger(`${kindOf(type)} comes, ${shown(values)} was expected`);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, ...rest } = before;
  const isFree = saysNothing(without(rest, "type")) && Number(maximum) - Number(minimum) > values.length;
  return (isFree ? misfit : undecided)(`${shown(values)} was expected`);
}

const shown = (values: readonly unknown[]): string => {
  const texts = values.slice(0, 5).map((value) => JSON.stringify(value));
  return [...texts, ...(values.length > texts.length ? ["..."] : [])].join(" or ");
};

/** What a value may be one of; undefined where it is of one kind. Truths are two values. */
function alternatives(node: Shape): readonly Node[] | undefined {
  for (const keyword of ["anyOf", "oneOf"])
    if (keyword in node) return nodes(node, keyword).map((choice) => joined(without(node, keyword), choice));
  if (Array.isArray(node["enum"])) return node["enum"].map((value: unknown) => ({ const: value, type: typeOf(value) }));
  if (Array.isArray(node["type"])) return node["type"].map((type: unknown) => ({ ...node, type }));
  if (node["type"] !== "boolean" || "const" in node) return undefined;
  return [true, false].map((value) => ({ const: value, type: "boolean" }));
}

/** Zod writes nothing but remarks beside a choice. */
const joined = (around: Shape, choice: Node): Node => (saysNothing(around) ? choice : { allOf: [around, choice] });

/** What a value has to be all of; empty where the parts only add patterns to a text. */
function allOf(node: Shape): readonly Node[] {
  const parts = nodes(node, "allOf");
  if (parts.every((part) => typeof part === "object" && Object.keys(part).every((keyword) => keyword === "pattern")))
    return [];
  const rest = without(node, "allOf");
  return saysNothing(rest) ? parts : [rest, ...parts];
}

/** What one part proves, all of them do. That a part takes no other fields does not count, since the others bring theirs. */
function anyOfAll(parts: readonly Node[], after: Shape, compare: Compare): Answer {
  const opened = parts.map((part) =>
    typeof part === "object" && part["additionalProperties"] === false ? without(part, "additionalProperties") : part,
  );
  const answers = opened.map((part) => compare(part, after));
  if (answers.some(({ kind }) => kind === "fits")) return FITS;
  const never = answers.find((answer) => answer.kind === "misfit" && answer.isTotal);
  return never ?? undecided("what comes is said in several schemas at once");
}

/** Choices that never take such a value don't count. */
function choose(answers: readonly Answer[], after: Shape): Answer {
  const possible = answers.filter((answer) => answer.kind !== "misfit" || !answer.isTotal);
  const [only, ...more] = possible;
  if (only === undefined) return stranger(refusedBy(answers, after));
  if (more.length === 0) return only;
  if (!("oneOf" in after) && possible.some(({ kind }) => kind === "fits")) return FITS;
  return undecided("which of several forms it has can't be told");
}

const refusedBy = (answers: readonly Answer[], after: Shape): string =>
  answers.some((answer) => answer.kind === "misfit" && answer.at !== "")
    ? `none of the ${answers.length} forms that are accepted has such fields`
    : `${wantedBy(after)} was expected`;

/** A few words on what a schema takes. */
function wantedBy(node: Shape): string {
  if (Array.isArray(node["enum"])) return shown(node["enum"]);
  const choices = alternatives(node) ?? [node];
  const kinds = new Set(choices.map((choice) => (typeof choice === "object" ? KINDS.get(choice["type"]) : undefined)));
  return [...kinds].map((kind) => kind ?? "something else").join(" or ");
}
