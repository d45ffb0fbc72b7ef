// What is known of a body that two schemas have let pass: both.

import { isDeepStrictEqual } from "node:util";
import { CHECKS, loose, type Node, type Shape } from "../../core/shape.ts";
import { checksOf, opaqueOf, saysNothing, takesNothing } from "./node.ts";
import { compareShapes } from "./subset.ts";

/** Pure. Takes no more than ever comes, or is marked as taking more; of fields that either names, what both say. */
export function intersection(one: Shape, other: Shape): Shape {
  // What refers to its own document can't stand in another: of the first is known only that less may come.
  const isBound = JSON.stringify([one, other]).includes('"$ref":');
  const both = isBound ? narrower(one, other) : meet(one, other);
  return typeof both === "object" ? both : loose(other);
}

function narrower(one: Shape, other: Shape): Shape {
  if (compareShapes(one, other).kind === "fits") return one;
  return loose(other);
}

function meet(one: Node, other: Node): Node {
  if (isDeepStrictEqual(one, other) || takesNothing(one)) return one;
  if (takesNothing(other)) return other;
  if (isAnything(other)) return one;
  if (isAnything(one)) return other;
  if (typeof one !== "object" || typeof other !== "object") return one && other;
  if (isPlainObject(one) && isPlainObject(other)) return fieldsOfBoth(one, other);
  if (compareShapes(one, other).kind === "fits") return one;
  if (compareShapes(other, one).kind === "fits") return other;
  return { allOf: [one, other] };
}

const isAnything = (node: Node): boolean =>
  saysNothing(node) && checksOf(node).length === 0 && opaqueOf(node) === undefined;

const SIMPLE = new Set(["$schema", "type", "properties", "required", "additionalProperties", CHECKS]);

/** All that it says of a body is said by its fields. */
const isPlainObject = (node: Shape): node is Fields =>
  node["type"] === "object" && Object.keys(node).every((keyword) => SIMPLE.has(keyword));

interface Fields extends Shape {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node;
}

function fieldsOfBoth(one: Fields, other: Fields): Shape {
  const names = new Set([...Object.keys(one.properties ?? {}), ...Object.keys(other.properties ?? {})]);
  const fields = [...names].map((name) => [name, meet(fieldOf(one, name), fieldOf(other, name))] as const);
  const isOpen = one.additionalProperties === undefined && other.additionalProperties === undefined;
  const checks = [...new Set([...checksOf(one), ...checksOf(other)])];
  return {
    type: "object",
    properties: Object.fromEntries(fields),
    required: [...new Set([...(one.required ?? []), ...(other.required ?? [])])],
    ...(isOpen ? {} : { additionalProperties: meet(one.additionalProperties ?? {}, other.additionalProperties ?? {}) }),
    ...(checks.length === 0 ? {} : { [CHECKS]: checks }),
  };
}

const fieldOf = ({ properties = {}, additionalProperties = {} }: Fields, name: string): Node =>
  Object.hasOwn(properties, name) ? (properties[name] ?? true) : additionalProperties;
