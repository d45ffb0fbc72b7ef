// A value made of a shape, to see whether a schema answers at all; whether it takes the value is not asked.

import type { Node, Shape } from "../../core/shape.ts";
import { nodes, numberOf } from "./node.ts";

/** Deeper than what a check has to be met with. */
const DEEPEST = 12;

/** A value of the right kind with all its fields, each as small as may be; patterns are not followed. */
export function sampleOf(node: Node, depth = 0): unknown {
  if (typeof node !== "object" || depth > DEEPEST) return null;
  if ("const" in node) return node["const"];
  if (Array.isArray(node["enum"])) return node["enum"][0];
  const [choice] = [...nodes(node, "anyOf"), ...nodes(node, "oneOf")];
  if (choice !== undefined) return sampleOf(choice, depth + 1);
  const { type } = node;
  return sampleOfType(node, Array.isArray(type) ? type[0] : type, depth + 1);
}

function sampleOfType(node: Shape, type: unknown, depth: number): unknown {
  switch (type) {
    case "string":
      return "a".repeat(Math.min(numberOf(node, "minLength") ?? 1, 1000));
    case "number":
    case "integer":
      return Math.max(numberOf(node, "minimum") ?? 0, (numberOf(node, "exclusiveMinimum") ?? -1) + 1, 0);
    case "boolean":
      return true;
    case "array":
      return listOf(node, depth);
    case "object":
      return fieldsOf(node, depth);
    default:
      return null;
  }
}

function listOf(node: Shape, depth: number): readonly unknown[] {
  const first = nodes(node, "prefixItems").map((item) => sampleOf(item, depth));
  const count = Math.min(Math.max(numberOf(node, "minItems") ?? 0, 1) - first.length, 100);
  const rest = node["items"] as Node | undefined;
  if (typeof rest !== "object" || count <= 0) return first;
  return [...first, ...Array.from({ length: count }, () => sampleOf(rest, depth))];
}

function fieldsOf(node: Shape, depth: number): Readonly<Record<string, unknown>> {
  const { properties = {}, additionalProperties: others } = node as {
    readonly properties?: Readonly<Record<string, Node>>;
    readonly additionalProperties?: Node;
  };
  const fields = Object.entries(properties).map(([name, field]) => [name, sampleOf(field, depth)] as const);
  const more = typeof others === "object" ? [["a", sampleOf(others, depth)] as const] : [];
  return Object.fromEntries([...more, ...fields]);
}
