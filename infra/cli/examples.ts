// Runs a hop's examples: what goes in, through all that the hop's functions do, against what the file says must come out.

import { isDeepStrictEqual } from "node:util";
import { exactNumbers } from "../../shared/core/exact-number.ts";
import type { Tools } from "../../shared/core/ports.ts";
import type { Example, Leaving } from "../../shared/fabric/example-schema.ts";
import type { Fabric, Hop } from "../../shared/fabric/fabric.ts";
import { asMessage } from "./trial/as-message.ts";
import { asWritten } from "./trial/as-written.ts";
import type { Reach } from "./trial/coverage.ts";
import { type Arrival, type OpenHop, openHop } from "./trial/open-hop.ts";

/** What became of one example, each list in the words of the file. */
export interface Result {
  readonly hop: string;
  /** From 1, as a person counts. */
  readonly number: number;
  readonly name?: string;
  readonly passed: boolean;
  /** Where a hop replicates: the target whose messages are shown. */
  readonly to?: string;
  readonly wanted: readonly Leaving[];
  readonly got: readonly Leaving[];
}

/** Results are in the order of the file; `reached` has one entry for each hop with examples. */
export interface Examined {
  readonly results: readonly Result[];
  readonly reached: readonly Reach[];
}

/** Pure but for the loading of transforms. Rejects with `ConfigError` where a hop can't be made of these secrets. */
export async function runExamples(fabric: Fabric, tools: Tools): Promise<Examined> {
  const results: Result[] = [];
  const reached: Reach[] = [];
  for (const [name, examples] of fabric.examples) {
    const hop = fabric.hops.get(name);
    if (hop === undefined || examples.length === 0) continue;
    const branches = new Set<number>();
    const opened = new Map<string, OpenHop>();
    for (const [at, example] of examples.entries()) {
      const from = example.from ?? hop.from[0] ?? "";
      const run = opened.get(from) ?? (await openHop(fabric, hop, from, tools));
      opened.set(from, run);
      const arrivals = await allOf(hop, example, run);
      for (const { branch } of arrivals) if (branch !== undefined) branches.add(branch);
      results.push(judged(hop, at + 1, example, arrivals));
    }
    reached.push({ hop: name, branches });
  }
  return { results, reached };
}

/** All at once where they may be joined: as when so many wait at the source. */
async function allOf({ batch }: Hop, { in: given }: Example, run: OpenHop): Promise<readonly Arrival[]> {
  const messages = [given].flat().map((entering, at) => asMessage(entering, at + 1));
  if (batch !== undefined) return run(...messages);
  const arrivals: Arrival[] = [];
  for (const message of messages) arrivals.push(...(await run(message)));
  return arrivals;
}

function judged(hop: Hop, number: number, example: Example, arrivals: readonly Arrival[]): Result {
  const wanted = wantedOf(example);
  const title = example.name ?? example.note;
  const common = { hop: hop.name, number, ...(title === undefined ? {} : { name: title }) };
  // Every target of a hop that replicates gets the same, so that one list stands for all of them.
  const isEach = hop.choice === undefined && hop.to.length > 1 && wanted.every(({ to }) => to === undefined);
  if (!isEach) return { ...common, ...compared(wanted, arrivals) };
  const each = hop.to.map((target) => ({
    to: target,
    ...compared(
      wanted,
      arrivals.filter(({ to }) => to === undefined || to === target),
    ),
  }));
  const failed = each.find(({ passed }) => !passed);
  return {
    ...common,
    ...(failed ??
      compared(
        wanted,
        arrivals.filter(({ to }) => to === undefined || to === hop.to[0]),
      )),
  };
}

/** One error for each message that goes in, where the whole example is about one. */
const wantedOf = ({ in: given, out, error }: Example): readonly Leaving[] =>
  out ?? [given].flat().map((): Leaving => ({ error }));

function compared(wanted: readonly Leaving[], arrivals: readonly Arrival[]) {
  const got = arrivals.map((arrival, at) => asWritten(arrival, wanted[at]));
  return { passed: isDeepStrictEqual(got, wanted.map(exactNumbers)), wanted, got };
}
