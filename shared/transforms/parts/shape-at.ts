// What a change at a path makes of the shape of a body: for check, which proves chains before anything runs.

import { isDeepStrictEqual } from "node:util";
import { type Path, parsePath, type Step } from "../../core/json-path.ts";
import { type Node, OPAQUE, reshaped, type Shape, UNSAID, withField } from "../../core/shape.ts";

/** Given the shape of what stands there (undefined: nothing), that of what shall stand there (undefined: nothing). */
export type Reshape = (found: Node | undefined) => Node | undefined;

/** `creates`: absent objects on the way are made. `loosens`: what is changed may be absent afterwards, too. */
type Mode = "creates" | "loosens";

/**
 * As `updateAt` with the shape of a value: where nothing is known before, nothing is known after. `unknown` where the whole
 * can't be told, since schemas refer to each other.
 */
export function shapeAt(root: Shape, path: Path, change: Reshape, mode?: Mode): Shape | "unknown" {
  if (JSON.stringify(root).includes('"$ref":')) return "unknown";
  const visit = (node: Node | undefined, at: number): Node | undefined => {
    const step = path.steps[at];
    if (step === undefined) return change(node);
    const below: Reshape = (found) => visit(found, at + 1);
    if (node === undefined || node === false) return mode === "creates" ? madeAt(step, below) : undefined;
    const own = mode === "loosens" && at < path.steps.length - 1 ? undefined : mode;
    return eachForm(node, (form) => stepInto(form, step, below, own));
  };
  const changed = visit(root, 0);
  return typeof changed === "object" ? changed : "unknown";
}

/** The same change for each form that a value may have; nothing is said of what several schemas say at once. */
export function eachForm(node: Node, change: (form: Shape) => Node): Node {
  if (typeof node === "boolean") return node ? UNSAID : false;
  if ("allOf" in node || OPAQUE in node || ("enum" in node && typeof node["type"] !== "string")) return UNSAID;
  for (const keyword of ["anyOf", "oneOf"]) {
    const forms = node[keyword];
    if (Array.isArray(forms)) return { anyOf: forms.map((form: Node) => eachForm(form, change)) };
  }
  const { type } = node;
  return Array.isArray(type) ? { anyOf: type.map((each: unknown) => change({ ...node, type: each })) } : change(node);
}

function stepInto(node: Shape, step: Step, below: Reshape, mode: Mode | undefined): Node {
  const { type } = node;
  if (type === "null") return mode === "creates" ? (madeAt(step, below) ?? node) : node;
  if (type === "object" && step.kind === "name")
    return memberChanged(withField(node, [step.name]), step.name, below, mode);
  if (type === "array" && step.kind === "every") return itemsChanged(node, below, mode);
  // What the step would refuse never comes out: all that is known of it may stay.
  return type === "string" || type === "number" || type === "integer" || type === "boolean" ? node : UNSAID;
}

interface Fields extends Shape {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node;
}

function memberChanged(node: Fields, name: string, below: Reshape, mode: Mode | undefined): Node {
  const { properties = {}, required = [], additionalProperties: others } = node;
  const { [name]: known, ...rest } = properties;
  const found = known ?? (others === false ? undefined : (others ?? UNSAID));
  const made = mode === "creates" && !required.includes(name) ? below(undefined) : undefined;
  const changed = eitherOf(below(found === false ? undefined : found), made);
  const otherNames = required.filter((other) => other !== name);
  if (changed === undefined) {
    const gone = others === false ? rest : { ...rest, [name]: false };
    return reshaped(node, { properties: gone, required: otherNames });
  }
  if (mode === "loosens") return reshaped(node, { properties: { ...rest, [name]: changed }, required: otherNames });
  return reshaped(node, {
    properties: { ...rest, [name]: changed },
    required: made === undefined ? required : [...required, name],
  });
}

/** What was there, changed, or what was made as nothing was. */
function eitherOf(there: Node | undefined, made: Node | undefined): Node | undefined {
  if (there === undefined || made === undefined || isDeepStrictEqual(there, made)) return there ?? made;
  return { anyOf: [there, made] };
}

function itemsChanged(node: Shape, below: Reshape, mode: Mode | undefined): Node {
  const { items, prefixItems } = node;
  if (prefixItems !== undefined || items === undefined) return UNSAID;
  const changed = below(items as Node);
  if (changed === undefined) return { type: "array", maxItems: 0 };
  return reshaped(node, { items: changed, ...(mode === "loosens" ? { minItems: 0 } : {}) });
}

/** An object that is made since it was absent. */
function madeAt(step: Step, below: Reshape): Node | undefined {
  const made = step.kind === "name" ? below(undefined) : undefined;
  if (made === undefined || step.kind !== "name") return undefined;
  return { type: "object", properties: { [step.name]: made }, required: [step.name], additionalProperties: false };
}

/** The same change at several paths, one after the other. */
export function reshapedAt(before: Shape, paths: readonly string[], change: Reshape, mode?: Mode): Shape | "unknown" {
  return paths.reduce<Shape | "unknown">(
    (shape, path) => (shape === "unknown" ? shape : shapeAt(shape, parsePath(path), change, mode)),
    before,
  );
}

/** Nothing but a null that came. */
export const nullAlone: Reshape = (found) => {
  if (found === undefined) return undefined;
  const left = eachForm(found, ({ type }) => (type === undefined || type === "null" ? { type: "null" } : false));
  return JSON.stringify(left).includes('"null"') || isUnsaid(left) ? { type: "null" } : undefined;
};

const isUnsaid = (node: Node): boolean => typeof node === "object" && Object.keys(node).length === 0;

/** What `write` says of each form of a value but null, which stays null. */
export const unlessNull =
  (write: (form: Shape) => Shape): Reshape =>
  (found) =>
    found === undefined ? undefined : eachForm(found, (form) => writtenUnlessNull(form, write));

function writtenUnlessNull(form: Shape, write: (form: Shape) => Shape): Node {
  if (form["type"] === "null") return form;
  return typeof form["type"] === "string" ? write(form) : { anyOf: [write(form), { type: "null" }] };
}
