// Schemas that refer to others of their document, each with what it says beside the reference.

import { CHECKS, type Node, type Shape } from "../../core/shape.ts";
import { checksOf, opaqueOf, saysNothing, without } from "./node.ts";

/**
 * Gives what a node of the document `root` says, the very same for the same node, so that what is met again is known again;
 * undefined where it refers to what is not there, or to nothing but itself.
 */
export function resolver(root: Node): (node: Node) => Node | undefined {
  const known = new Map<Node, Node | undefined>();
  const resolve = (node: Node): Node | undefined => {
    if (typeof node !== "object" || typeof node["$ref"] !== "string") return node;
    if (known.has(node)) return known.get(node);
    known.set(node, undefined);
    const target = found(root, node["$ref"]);
    const whole = target === undefined ? undefined : resolve(target);
    const both = whole === undefined ? undefined : narrowed(whole, without(node, "$ref"));
    known.set(node, both);
    return both;
  };
  return resolve;
}

function found(root: Node, reference: string): Node | undefined {
  const [, ...steps] = reference.split("/");
  return steps.reduce<Node | undefined>(
    (node, step) => (typeof node === "object" ? (node[unescaped(step)] as Node | undefined) : undefined),
    root,
  );
}

const unescaped = (step: string): string => step.replaceAll("~1", "/").replaceAll("~0", "~");

/** Zod writes beside a reference what a schema has been narrowed to, in the place of what it was before. */
function narrowed(whole: Node, beside: Shape): Node {
  const checks = [...new Set([...checksOf(whole), ...checksOf(beside)])];
  if (saysNothing(beside) && checksOf(beside).length === 0 && opaqueOf(beside) === undefined) return whole;
  if (typeof whole !== "object") return whole && beside;
  return { ...whole, ...beside, ...(checks.length === 0 ? {} : { [CHECKS]: checks }) };
}
