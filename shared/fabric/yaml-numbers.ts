// Numbers of a fabric file that no double holds: kept in the bodies of examples, and refused everywhere else.

import { type Document, isNode, isPair, isScalar, type Node, type Pair, type Scalar, visit } from "yaml";
import type { Problem } from "../core/errors.ts";
import { exactNumber } from "../core/exact-number.ts";
import type { Json } from "../core/json.ts";
import type { Place } from "./fabric.ts";

/**
 * Puts the number as it is written in the place of each one in an example's body that would be rounded, and gives a problem for each
 * one elsewhere: nothing in a file becomes another number in silence.
 */
export function keepNumbers(document: Document, at: (offset: number) => Place): readonly Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Scalar(key, node, path) {
      const message = lostIn(node);
      if (message === undefined || (key !== "key" && isKept(node, path))) return;
      found.push({ severity: "error", code: "NUMBER", message, ...at(node.range?.[0] ?? 0) });
    },
  });
  return found;
}

/** What is said of a number that would become another one; nothing of any other value. */
function lostIn({ value, source }: Scalar): string | undefined {
  if (typeof value !== "number" || typeof exactOf(source) === "number") return undefined;
  return `number ${String(source).slice(0, SHOWN)} can't be kept as it is (it would become ${value}): put it in quotes`;
}

/** Longer numbers are shown by their beginning, in characters. */
const SHOWN = 60;

/** True once the number is in its place, with all of its digits. */
function isKept(node: Scalar, path: Ancestors): boolean {
  const exact = exactOf(node.source);
  // What an alias names elsewhere would be there too, where nobody knows such numbers.
  const isNamed = [node, ...path].some((each) => isNode(each) && "anchor" in each && each.anchor !== undefined);
  if (exact === undefined || isNamed || !isInBody(path)) return false;
  node.value = exact;
  return true;
}

type Ancestors = readonly (Document | Node | Pair)[];

/** examples.HOP[].in.body, or in one of several messages, or going out. */
function isInBody(path: Ancestors): boolean {
  const keys = path.flatMap((each) => (isPair(each) && isScalar(each.key) ? [each.key.value] : []));
  return keys[0] === "examples" && (keys[2] === "in" || keys[2] === "out") && keys[3] === "body";
}

/** YAML writes numbers in more ways than JSON does: with a plus, without a nought before the point, by eights and sixteens. */
function exactOf(source = ""): Json | undefined {
  if (/^0[xo]/.test(source)) return exactNumber(String(BigInt(source)));
  const [, sign = "", whole = "", rest = ""] = /^([+-]?)(\d*)(.*)$/s.exec(source) ?? [];
  const noughtless = whole.replace(/^0+(?=\d)/, "");
  return exactNumber(`${sign === "-" ? "-" : ""}${noughtless || "0"}${rest.replace(/^\.(?!\d)/, "")}`);
}
