// What the bindings do not tell of a type, and is told here by hand, from the provider's documentation (version 6.50).

import type { Value, Values } from "../schema/value.ts";

/** What is known of one type. Paths are like `service_config.available_cpu`; lists are gone through. */
export interface Knowledge {
  /** A change of these makes the thing anew. */
  readonly fixed: readonly string[];
  /** Optional, and told by Google where configuration is silent. */
  readonly filled: readonly string[];
  /** Taken by the provider itself where configuration is silent. */
  readonly defaults: Readonly<Record<string, Value>>;
  /** What Google tells of a thing once it is made. */
  readonly told: Readonly<Record<string, (thing: Thing) => Value>>;
  /** What the provider or Google refuses, whatever the types say. */
  readonly rules: readonly Rule[];
}

/** A thing that is being made or read. */
export interface Thing {
  readonly type: string;
  readonly values: Values;
  /** An attribute as text: empty where there is none. */
  readonly text: (name: string) => string;
  readonly project: string;
  readonly projectNumber: string;
  readonly region: string;
  /** The content of a file that the stack names; undefined where there is none. */
  readonly file: (path: string) => Uint8Array | undefined;
}

/** One complaint about a value, with the way to it. */
export interface Complaint {
  readonly at: readonly (string | number)[];
  readonly words: string;
}

/** Pure. Sees a configuration in which some values may be unknown yet. */
export type Rule = (values: Values) => readonly Complaint[];

/** Knowledge with nothing in the parts that are not given. */
export const knowing = (parts: Partial<Knowledge>): Knowledge => ({
  fixed: [],
  filled: [],
  defaults: {},
  told: {},
  rules: [],
  ...parts,
});
