// The faults that are in effect now: asked by the servers about each request, and keeping count of what was struck.

import { concerns, strength, strikes } from "./decide.ts";
import type { Asked, Fault, FaultRule, Faults } from "./rule.ts";

/** How a request ends that is not to go on as usual. */
export type Ending = Extract<Fault, { readonly kind: "refuse" | "expireToken" | "down" | "hang" | "loseAnswer" }>;

/** What befalls a request as a whole. */
export interface Fate {
  /** How long it waits before anything else. */
  readonly delayMs: number;
  readonly ending?: Ending;
}

/** What one rule has done, by the words by which the account calls it. */
export interface FaultCount {
  readonly fault: string;
  /** How many requests, entries or messages it was for. */
  readonly seen: number;
  readonly injected: number;
}

/** What befalls a part of a request: an entry of a batch, a message. */
export interface Stroke<Kind extends Fault["kind"]> {
  readonly fault: Extract<Fault, { readonly kind: Kind }>;
  /** From 0 up to, but not including, 1. */
  readonly strength: number;
}

/** Without any faults at first. */
export interface Injector {
  /** Puts faults in place of those before; their counts stay, and their time begins now. */
  put(faults: Faults): void;
  /** Ends all faults: what hangs goes on, and is refused. */
  lift(): void;
  /** The listener is called once, when the faults are lifted, unless the function given back is called before. */
  onLift(listener: () => void): () => void;
  /** All delays add up; the first rule that ends a request is the only one. */
  fate(asked: Asked): Fate;
  /** Asked once for each part of a request. */
  stroke<Kind extends PartKind>(kind: Kind, asked: Asked): Stroke<Kind> | undefined;
  /** In the order of the rules, those before the last `put` first. */
  counts(): readonly FaultCount[];
}

/** The faults that strike parts of a request. */
type PartKind = "failEntries" | "duplicate" | "reorder";

interface Kept {
  readonly rule: FaultRule;
  readonly index: number;
  seen: number;
  struck: number;
}

/** `now` in milliseconds; must never go back. */
export function injector(now: () => number = () => performance.now()): Injector {
  let seed = 0;
  let kept: readonly Kept[] = [];
  let startedAt = now();
  let past: readonly FaultCount[] = [];
  const waiting = new Set<() => void>();

  /** Counts one that the rule is for; the strength where it is struck. */
  const meet = (each: Kept, isFree = true): number | undefined => {
    const { rule, index } = each;
    const before = { seen: each.seen++, struck: each.struck, elapsedMs: now() - startedAt };
    if (!isFree || !strikes(rule, index, seed, before)) return undefined;
    each.struck++;
    return strength(index, seed, before);
  };
  const counts = () => joined([...past, ...kept.map(countOf)]);
  const put = (faults: Faults): void => {
    past = counts();
    seed = faults.seed;
    kept = faults.rules.map((rule, index) => ({ rule, index, seen: 0, struck: 0 }));
    startedAt = now();
  };
  return {
    put,
    lift() {
      put({ seed, rules: [] });
      const heard = [...waiting];
      waiting.clear();
      for (const listener of heard) listener();
    },
    onLift(listener) {
      waiting.add(listener);
      return () => void waiting.delete(listener);
    },
    counts,
    fate(asked) {
      let delayMs = 0;
      let ending: Ending | undefined;
      for (const each of kept) {
        const { fault } = each.rule;
        if (isOfPart(fault) || !concerns(each.rule, asked)) continue;
        const drawn = meet(each, fault.kind === "delay" || ending === undefined);
        if (drawn === undefined) continue;
        if (fault.kind === "delay") delayMs += fault.leastMs + drawn * (fault.mostMs - fault.leastMs);
        else ending = fault;
      }
      return { delayMs, ...(ending === undefined ? {} : { ending }) };
    },
    stroke(kind, asked) {
      let found: Stroke<typeof kind> | undefined;
      for (const each of kept) {
        const { fault } = each.rule;
        if (!isOf(kind, fault) || !concerns(each.rule, asked)) continue;
        const drawn = meet(each, found === undefined);
        if (drawn !== undefined) found = { fault, strength: drawn };
      }
      return found;
    },
  };
}

const isOf = <Kind extends Fault["kind"]>(kind: Kind, fault: Fault): fault is Extract<Fault, { readonly kind: Kind }> =>
  fault.kind === kind;

const isOfPart = (fault: Fault): fault is Extract<Fault, { readonly kind: PartKind }> =>
  fault.kind === "failEntries" || fault.kind === "duplicate" || fault.kind === "reorder";

const countOf = ({ rule, seen, struck }: Kept): FaultCount => ({ fault: rule.text, seen, injected: struck });

/** One count for each text, since a file that is read again brings most of its rules again. */
function joined(counts: readonly FaultCount[]): readonly FaultCount[] {
  const sums = new Map<string, FaultCount>();
  for (const each of counts) {
    const { seen, injected } = sums.get(each.fault) ?? { seen: 0, injected: 0 };
    sums.set(each.fault, { fault: each.fault, seen: seen + each.seen, injected: injected + each.injected });
  }
  return [...sums.values()];
}
