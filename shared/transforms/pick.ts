// Keeps the named fields and attributes of a message, and leaves out all others.

import { TransformError } from "../core/errors.ts";
import { isObject, type Json } from "../core/json.ts";
import { jsonBody, withJsonBody } from "../core/json-body.ts";
import { type Path, parsePath, type Step } from "../core/json-path.ts";
import type { TransformPart } from "../core/ports.ts";
import { type Node, reshaped, type Shape, UNSAID, withField } from "../core/shape.ts";
import { type NamedPlaces, namedPlaces } from "./parts/named-places.ts";
import { eachForm } from "./parts/shape-at.ts";

/**
 * Fields keep their place and order; of a list, `items[*].sku` keeps every item with its `sku`, `items[0]` the first
 * alone. An absent field is nothing to keep; what a path meets on its way stays, emptied of the rest. Another shape than
 * a path says is a `TransformError` SHAPE.
 */
export const pick: TransformPart = {
  options: {
    description: "Keeps the named fields and attributes, and leaves out all others.",
    examples: [
      { fields: ["orderId", "customer.id", "items[*].sku"] },
      { fields: ["items[0]"], attributes: ["tenant"] },
      { attributes: ["tenant"] },
    ],
    type: "object",
    minProperties: 1,
    additionalProperties: false,
    properties: namedPlaces,
  },
  create(options) {
    const { fields = [], attributes } = options as NamedPlaces;
    const wanted = grow(fields.map(parsePath));
    const named = new Set(attributes);
    return (message) => {
      const picked = fields.length === 0 ? message : withJsonBody(message, kept(jsonBody(message), wanted));
      if (attributes === undefined) return [picked];
      return [{ ...picked, attributes: new Map([...message.attributes].filter(([name]) => named.has(name))) }];
    };
  },
  shape(options, before) {
    const { fields = [] } = options as NamedPlaces;
    if (fields.length === 0) return before;
    if (JSON.stringify(before).includes('"$ref":')) return "unknown";
    const picked = keptShape(before, grow(fields.map(parsePath)));
    return typeof picked === "object" ? picked : "unknown";
  },
};

/** What is wanted below a place: all of it, or what some paths go on to. */
interface Branch {
  readonly isWhole: boolean;
  /** The path that first led here, which errors quote. */
  readonly text: string;
  readonly names: ReadonlyMap<string, Branch>;
  readonly items: ReadonlyMap<number, Branch>;
  readonly every?: Branch;
}

function grow(paths: readonly Path[], depth = 0): Branch {
  const below = (chosen: (step: Step) => boolean) =>
    grow(
      paths.filter(({ steps }) => steps[depth] !== undefined && chosen(steps[depth])),
      depth + 1,
    );
  const steps = paths.flatMap(({ steps: { [depth]: step } }) => (step === undefined ? [] : [step]));
  const names = steps.flatMap((step) => (step.kind === "name" ? [step.name] : []));
  const indexes = steps.flatMap((step) => (step.kind === "index" ? [step.index] : []));
  const isEvery = (step: Step) => step.kind === "every";
  return {
    isWhole: paths.some(({ steps: { length } }) => length === depth),
    text: paths[0]?.text ?? "",
    // What is wanted of every item or member is wanted of one that is named, too.
    names: new Map(
      names.map((name) => [name, below((step) => isEvery(step) || (step.kind === "name" && step.name === name))]),
    ),
    items: new Map(
      indexes.map((index) => [
        index,
        below((step) => isEvery(step) || (step.kind === "index" && step.index === index)),
      ]),
    ),
    ...(steps.some(isEvery) ? { every: below(isEvery) } : {}),
  };
}

function kept(value: Json, branch: Branch): Json {
  if (branch.isWhole || value === null) return value;
  const { names, items, every, text } = branch;
  if (Array.isArray(value) && names.size === 0) {
    return (value as readonly Json[]).flatMap((item, at) => keptMember(item, items.get(at) ?? every));
  }
  if (isObject(value) && items.size === 0) {
    const members = Object.entries(value).flatMap(([name, member]) =>
      keptMember(member, names.get(name) ?? every).map((found) => [name, found] as const),
    );
    return Object.fromEntries(members);
  }
  const met = Array.isArray(value) ? "an array" : isObject(value) ? "an object" : `a ${typeof value}`;
  throw new TransformError("SHAPE", `the body does not have the shape of path ${text}: it meets ${met}`);
}

const keptMember = (value: Json, branch: Branch | undefined): readonly Json[] =>
  branch === undefined ? [] : [kept(value, branch)];

/** As `kept`, with the shape of a value. */
const keptShape = (node: Node, branch: Branch): Node =>
  branch.isWhole ? node : eachForm(node, (form) => keptForm(form, branch));

function keptForm(written: Shape, { names, items, every }: Branch): Node {
  const form = withField(written);
  const { type, properties = {}, required = [], additionalProperties, items: each, prefixItems } = form as Form;
  if (type === "array" && items.size === 0 && every !== undefined && each !== undefined && prefixItems === undefined)
    return reshaped(form, { items: keptShape(each, every) });
  if (type !== "object" || every !== undefined) return type === "object" || type === "array" ? UNSAID : form;
  const others = additionalProperties === false ? undefined : (additionalProperties ?? UNSAID);
  const kept = [...names].flatMap(([name, branch]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : others;
    return known === undefined ? [] : [[name, keptShape(known, branch)] as const];
  });
  return reshaped(form, {
    properties: Object.fromEntries(kept),
    required: required.filter((name) => names.has(name)),
    additionalProperties: false,
  });
}

interface Form {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node;
  readonly items?: Node;
  readonly prefixItems?: unknown;
}
