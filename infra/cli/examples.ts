// Runs a hop's examples: what goes in, through the hop's own transforms, against what the file says must come out.

import { isDeepStrictEqual } from "node:util";
import { HopspanError } from "../../shared/core/errors.ts";
import { type Message, text } from "../../shared/core/message.ts";
import type { Tools, Transform } from "../../shared/core/ports.ts";
import type { Example } from "../../shared/fabric/example-schema.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import { loadChain } from "../../shared/transforms/index.ts";

/** A message as examples write it: whatever is left out counts for nothing in a comparison. */
type Written = Example["out"][number];

/** What became of one example: `got` is what came out, or the reason why nothing could. */
export interface Result {
  readonly hop: string;
  /** From 1, as a person counts. */
  readonly number: number;
  readonly passed: boolean;
  readonly wanted: readonly Written[];
  readonly got: readonly Written[] | string;
}

/** In the order of the file. Examples see secrets that are made for the run, so a hash is stable but worth nothing. */
export async function runExamples(fabric: Fabric, tools: Tools): Promise<readonly Result[]> {
  const hops = [...fabric.examples].map(async ([hop, examples]) => {
    const chain = await loadChain(fabric.hops.get(hop)?.transforms ?? [], tools);
    return examples.map((example, at) => run(hop, at + 1, example, chain));
  });
  return (await Promise.all(hops)).flat();
}

function run(hop: string, number: number, { in: given, out: wanted }: Example, chain: Transform): Result {
  try {
    const got = chain(messageOf(given)).map((message, at) => written(message, wanted[at]));
    return { hop, number, passed: isDeepStrictEqual(got, wanted.map(plain)), wanted, got };
  } catch (error) {
    if (!(error instanceof HopspanError)) throw error;
    return { hop, number, passed: false, wanted, got: `${error.code}: ${error.message}` };
  }
}

function messageOf({ body, attributes, key }: Example["in"]): Message {
  const bytes = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  return {
    id: "example:1",
    body: Buffer.from(bytes),
    attributes: new Map(Object.entries(attributes ?? {}).map(([name, value]) => [name, text(value)])),
    ...(key === undefined ? {} : { orderingKey: key }),
    trail: [],
    sentAt: 0,
  };
}

/** Only what the example speaks of; a message that it does not expect at all is shown whole. */
function written({ body, attributes, orderingKey }: Message, wanted: Written | undefined): Written {
  const shown = Buffer.from(body).toString();
  const asText = typeof wanted?.body === "string";
  return {
    ...(wanted === undefined || wanted.body !== undefined
      ? { body: asText ? shown : (parsed(shown) as Written["body"]) }
      : {}),
    ...(wanted === undefined || wanted.attributes !== undefined
      ? { attributes: named(attributes, wanted?.attributes) }
      : {}),
    ...((wanted === undefined || wanted.key !== undefined) && orderingKey !== undefined ? { key: orderingKey } : {}),
  };
}

/** Of the attributes only those that the example names. */
function named(attributes: Message["attributes"], wanted: Written["attributes"]): Record<string, string> {
  const entries = [...attributes].map(([name, { value }]) => [name, value] as const);
  return Object.fromEntries(entries.filter(([name]) => wanted === undefined || Object.hasOwn(wanted, name)));
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** A fresh copy without the marks of the YAML reader, for comparing by value. */
const plain = (value: Written): unknown => structuredClone(value);
