// A stack as cdktf writes it, and the table of what stands in it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind } from "../schema/bindings.ts";

export type Json = null | string | number | boolean | readonly Json[] | Bag;
export interface Bag {
  readonly [name: string]: Json | undefined;
}

/** The content of a `cdk.tf.json`: https://developer.hashicorp.com/terraform/language/syntax/json */
export interface Stack {
  readonly terraform?: Bag;
  readonly provider?: Bag;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Bag>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Bag>>>>;
  readonly output?: Readonly<Record<string, Bag>>;
  readonly variable?: Bag;
  readonly locals?: Bag;
  readonly module?: Bag;
}

/** One resource or data source of a stack. */
export interface Entry {
  readonly kind: Kind;
  readonly type: string;
  /** As expressions name it: `google_pubsub_topic.orders`, or `data.google_project.own`. */
  readonly address: string;
  readonly body: Bag;
}

/** The stack that was synthesized into a folder. */
export const readStack = (folder: string): Stack =>
  JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as Stack;

/** Everything in a stack, by address. */
export function entriesOf(stack: Stack): ReadonlyMap<string, Entry> {
  const of = (kind: Kind) =>
    Object.entries(stack[kind] ?? {}).flatMap(([type, bodies]) =>
      Object.entries(bodies).map(([name, body]): [string, Entry] => {
        const address = `${kind === "data" ? "data." : ""}${type}.${name}`;
        return [address, { kind, type, address, body }];
      }),
    );
  return new Map([...of("resource"), ...of("data")]);
}

/** True for an object, as opposed to a list. */
export const isBag = (json: Json | undefined): json is Bag =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** True where terraform reads a text as a template. */
export const isTemplate = (json: Json | undefined): json is string =>
  typeof json === "string" && /(?<![$%])(?:[$%]{2})*[$%]\{/.test(json);
