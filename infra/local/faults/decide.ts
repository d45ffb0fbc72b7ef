// Whether a fault strikes: decided from the seed, the rule and how much it has seen, and from nothing else.

import type { Asked, FaultRule } from "./rule.ts";

/** What a rule has seen before. */
export interface Past {
  /** How many requests, entries or messages that it is for. */
  readonly seen: number;
  /** How many of them it has struck. */
  readonly struck: number;
  /** Since the faults were put into effect. */
  readonly elapsedMs: number;
}

/** True where the rule is for such requests. */
export function concerns({ names, operations }: FaultRule, asked: Asked): boolean {
  return operations.has(asked.operation) && (names === undefined || asked.names.some((name) => names.has(name)));
}

/** True where the next of what the rule is for is struck. `index` is the rule's place among all: each has a chance of its own. */
export function strikes(rule: FaultRule, index: number, seed: number, { seen, struck, elapsedMs }: Past): boolean {
  const { rate, skip, times, afterMs, forMs } = rule;
  const isOpen = seen >= skip && struck < times && elapsedMs >= afterMs && elapsedMs < afterMs + forMs;
  return isOpen && chance(seed, index, seen, 0) < rate;
}

/** How strongly: from 0 up to, but not including, 1; the same for the same numbers. */
export const strength = (index: number, seed: number, { seen }: Past): number => chance(seed, index, seen, 1);

/** From 0 up to, but not including, 1: numbers that are close together give ones that are not. */
function chance(...numbers: readonly number[]): number {
  let state = 0;
  for (const number of numbers) state = mix(state ^ mix(number + 1));
  return state / 2 ** 32;
}

/** The finish of MurmurHash3 on 32 bits, behind a step that moves 0: https://github.com/aappleby/smhasher */
function mix(number: number): number {
  let mixed = (number + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
