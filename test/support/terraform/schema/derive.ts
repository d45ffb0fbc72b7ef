// Reads the schema off an instance of a binding: getters tell names and types, `resetX` what is optional, `putX` what is a block.

import { ComplexList, ComplexObject, StringMap, StringMapList } from "cdktf";
import { type Attribute, type AttributeType, type Block, type Nested, typeOf } from "./schema.ts";

/** What each of the bindings' getters hands out. */
const GETTERS: Readonly<Record<string, AttributeType>> = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
};

/** Pure. `instance` is a resource, a data source, or a block of one. */
export function derive(instance: object): Block {
  const prototype = Object.getPrototypeOf(instance) as object;
  const parts = [...partsOf(instance)];
  const inner = parts.filter(({ put }) => Reflect.has(prototype, put));
  const told = parts.filter(({ put }) => !Reflect.has(prototype, put));
  return {
    attributes: Object.fromEntries([
      ...plainAttributes(instance, prototype),
      ...told.map((part): [string, Attribute] => [part.name, onlyComputed(readable(part))]),
      ...maps(instance),
    ]),
    blocks: Object.fromEntries(inner.map((part) => [part.name, nested(part, Reflect.has(prototype, part.reset))])),
  };
}

/** Attributes of a plain type have a getter that asks for them by terraform's name. */
function* plainAttributes(instance: object, prototype: object): Generator<[string, Attribute]> {
  for (const [key, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (get === undefined) continue;
    const asked = askedBy(instance, get);
    if (asked === undefined) continue;
    const settable = set !== undefined;
    const optional = settable && Reflect.has(prototype, `reset${pascal(key)}`);
    yield [asked.name, { type: asked.type, required: settable && !optional, optional, computed: !settable }];
  }
}

/** Calls a getter on an instance that, instead of a reference, writes down what it was asked for. */
function askedBy(instance: object, get: () => unknown): { name: string; type: AttributeType } | undefined {
  const asked: { name: string; type: AttributeType }[] = [];
  const reference: never[] = [];
  const listener = (type: AttributeType) => (name: string) => {
    asked.push({ name, type });
    return reference;
  };
  const listening = Object.entries(GETTERS).map(([method, type]) => [method, { value: listener(type) }]);
  const given = get.call(Object.create(instance, Object.fromEntries(listening)));
  const [first] = asked;
  if (first === undefined) return undefined;
  // Of a set, the bindings hand out a list made of it.
  const isSet = given !== reference && Array.isArray(first.type);
  return isSet ? { name: first.name, type: ["set", first.type[1] as AttributeType] } : first;
}

interface Part {
  readonly name: string;
  readonly put: string;
  readonly reset: string;
  readonly value: ComplexObject | ComplexList;
}

/** Blocks, and lists of objects that are only told: fields that know their terraform name. */
function* partsOf(instance: object): Generator<Part> {
  for (const [field, value] of Object.entries(instance)) {
    // Without the underscore: the block that this one lies in.
    if (!field.startsWith("_") || !(value instanceof ComplexObject || value instanceof ComplexList)) continue;
    const name = Reflect.get(value, "terraformAttribute") as string;
    const key = pascal(field.slice(1));
    yield { name, put: `put${key}`, reset: `reset${key}`, value };
  }
}

/** Maps that are only told are fields too. */
function* maps(instance: object): Generator<[string, Attribute]> {
  for (const value of Object.values(instance)) {
    const type =
      value instanceof StringMap ? MAP : value instanceof StringMapList ? (["list", MAP] as const) : undefined;
    if (type !== undefined) yield [Reflect.get(value, "terraformAttribute") as string, onlyComputed(type)];
  }
}

const MAP = ["map", "string"] as const;

const onlyComputed = (type: AttributeType): Attribute => ({ type, required: false, optional: false, computed: true });

function nested(part: Part, optional: boolean): Nested {
  const nesting = nestingOf(part);
  const alone = part.value instanceof ComplexObject && nesting !== "single";
  return { nesting, least: optional ? 0 : 1, most: alone ? 1 : 0, block: derive(element(part)) };
}

/** The bindings reach into a list by index, and into a single object without one. */
function nestingOf({ value }: Part): Nested["nesting"] {
  if (value instanceof ComplexList) return Reflect.get(value, "wrapsSet") === true ? "set" : "list";
  if (Reflect.get(value, "complexObjectIsFromSet") === true) return "set";
  return Reflect.get(value, "complexObjectIndex") === undefined ? "single" : "list";
}

const element = ({ value }: Part): object =>
  value instanceof ComplexList ? (Reflect.get(value, "get") as (index: number) => object).call(value, 0) : value;

function readable(part: Part): AttributeType {
  const nesting = nestingOf(part);
  const type = typeOf(derive(element(part)));
  return nesting === "single" ? type : [nesting, type];
}

const pascal = (key: string): string => key.slice(0, 1).toUpperCase() + key.slice(1);
