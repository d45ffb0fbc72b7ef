// What will come of a configuration: what is left out is filled in or known after apply, and some changes make a thing anew.

import type { Knowledge } from "../google/knowledge.ts";
import type { Block } from "../schema/schema.ts";
import { isValues, sameValue, UNKNOWN, type Value, type Values } from "../schema/value.ts";
import { withLabels } from "./labels.ts";

/** A change as terraform proposes it: configuration, with what is computed carried over from before. */
export interface Change {
  readonly block: Block;
  readonly knowledge: Knowledge;
  readonly prior: Values | null;
  readonly proposed: Values;
  /** Labels that the provider's own configuration puts on everything. */
  readonly everyLabel: Values;
}

/** What terraform is told of it. `anew` are the attributes for whose sake the thing has to be replaced. */
export interface Planned {
  readonly values: Values;
  readonly anew: readonly string[];
}

/** Pure. Planning what is there already changes nothing. */
export function plan({ block, knowledge, prior, proposed, everyLabel }: Change): Planned {
  const values = withLabels(block, filled(block, knowledge, proposed, prior), everyLabel);
  const differs = (name: string) => name in values && !sameValue(values[name] as Value, prior?.[name] ?? null);
  return { values, anew: prior === null ? [] : knowledge.fixed.filter(differs) };
}

/** With defaults, and with what only Google knows as unknown; `prior` is null for what is new. */
export function filled(block: Block, knowledge: Knowledge, values: Values, prior: Values | null, path = ""): Values {
  const attributes = Object.entries(block.attributes).map(([name, { computed }]) => {
    const value = values[name] ?? null;
    const byDefault = knowledge.defaults[path + name] ?? null;
    if (value !== null || byDefault !== null) return [name, value ?? byDefault];
    return [name, computed && prior === null ? UNKNOWN : null];
  });
  const blocks = Object.entries(block.blocks).map(([name, nested]) => {
    const inner = (value: Value, before: Value): Value =>
      isValues(value)
        ? filled(nested.block, knowledge, value, isValues(before) ? before : null, `${path}${name}.`)
        : value;
    return [name, eachOf(values[name] ?? null, prior?.[name] ?? null, inner)];
  });
  return Object.fromEntries([...attributes, ...blocks]) as Values;
}

/** Blocks are compared with the one in the same place before. */
const eachOf = (value: Value, prior: Value, inner: (value: Value, before: Value) => Value): Value =>
  Array.isArray(value)
    ? value.map((each: Value, index) => inner(each, (Array.isArray(prior) ? (prior[index] as Value) : null) ?? null))
    : inner(value, prior);
