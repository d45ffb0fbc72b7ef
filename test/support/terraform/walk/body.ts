// Holds the body of a resource against its schema: names, what is missing, types, and how many blocks there are.

import type { Attribute, Block, Nested } from "../schema/schema.ts";
import type { Value, Values } from "../schema/value.ts";
import { convert, type Told } from "./convert.ts";
import { type Bag, isBag, isTemplate, type Json } from "./stack.ts";

/** What a body says, as far as it says anything, with what is wrong about it, each with its way. */
export interface Read {
  readonly values: Values;
  readonly complaints: readonly string[];
}

/** What terraform itself understands in any body: https://developer.hashicorp.com/terraform/language/meta-arguments */
const META = new Set([
  "//",
  "depends_on",
  "count",
  "for_each",
  "provider",
  "lifecycle",
  "connection",
  "provisioner",
  "dynamic",
]);

/** Pure. `at` is the way to the body, as `google_pubsub_topic.orders`; `meta` arguments stand at its top only. */
export function readBody(block: Block, body: Bag, told: Told, at: string, meta: ReadonlySet<string> = META): Read {
  const unknown = Object.keys(body)
    .filter((name) => !(name in block.attributes || name in block.blocks || meta.has(name)))
    .map((name) => `${at}.${name}: is not known there`);
  const attributes = Object.entries(block.attributes).map(
    ([name, attribute]) => [name, readAttribute(attribute, body[name] ?? null, told, `${at}.${name}`)] as const,
  );
  const made = new Set(Object.keys(isBag(body["dynamic"]) ? body["dynamic"] : {}));
  const blocks = Object.entries(block.blocks).map(
    ([name, nested]) => [name, readBlocks(nested, body[name] ?? null, told, `${at}.${name}`, made.has(name))] as const,
  );
  const parts = [...attributes, ...blocks];
  return {
    values: Object.fromEntries(parts.map(([name, { value }]) => [name, value])),
    complaints: [...unknown, ...parts.flatMap(([, { complaints }]) => complaints)],
  };
}

interface Part {
  readonly value: Value;
  readonly complaints: readonly string[];
}

function readAttribute({ type, required, optional }: Attribute, json: Json, told: Told, at: string): Part {
  if (json === null) return { value: null, complaints: required ? [`${at}: is missing`] : [] };
  if (!(required || optional)) return { value: null, complaints: [`${at}: is told by Google and can't be set`] };
  const result = convert(type, json, told);
  return "wrong" in result ? { value: null, complaints: [`${at}: ${result.wrong}`] } : { ...result, complaints: [] };
}

/** One block may be written without a list around it. Those of a `dynamic` block can't be counted. */
function readBlocks({ nesting, least, most, block }: Nested, json: Json, told: Told, at: string, made: boolean): Part {
  const bodies: readonly Json[] = Array.isArray(json) ? json : json === null ? [] : [json];
  // A list that an expression makes, which terraform refuses for blocks.
  if (bodies.some((each) => isTemplate(each) || !isBag(each)))
    return { value: null, complaints: [`${at}: takes a block, as an object or a list of objects`] };
  const read = bodies.map((each, index) =>
    readBody(block, each as Bag, told, Array.isArray(json) && bodies.length > 1 ? `${at}[${index}]` : at, DYNAMIC),
  );
  const single = nesting === "single";
  const highest = single ? 1 : most;
  const complaints = read.flatMap((each) => each.complaints);
  if (bodies.length < least && !made) complaints.push(`${at}: is missing`);
  if (highest > 0 && bodies.length > highest) complaints.push(`${at}: may be there once, not ${bodies.length} times`);
  const values = read.map((each) => each.values);
  return { value: single ? (values[0] ?? null) : values, complaints };
}

const DYNAMIC = new Set(["//", "dynamic"]);
