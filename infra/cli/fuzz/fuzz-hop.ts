// Tries a hop with many made-up messages, and finds the smallest one that it does not stand.

import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import type { Tools } from "../../../shared/core/ports.ts";
import type { Fabric, Hop } from "../../../shared/fabric/fabric.ts";
import { decoding, encoding } from "../../../shared/fabric/format-steps.ts";
import { loadChain } from "../../../shared/transforms/index.ts";
import { fateOf } from "../trial/fate.ts";
import { openHop } from "../trial/open-hop.ts";
import { CommandError, EXIT } from "../verb.ts";
import { digestOf, type Finding, findingIn, type Target } from "./finding.ts";
import { endpointSchema, type Named } from "./input-schema.ts";
import { type Input, inputsOf, isTaken, messageOf } from "./inputs-of.ts";
import { smallest } from "./smaller.ts";

/** What is tried: so many inputs, always the same for the same seed. */
export interface Trial {
  readonly fabric: Fabric;
  readonly hop: Hop;
  readonly from: string;
  readonly schema: Named;
  readonly runs: number;
  readonly seed: number;
  readonly tools: Tools;
  /** Aborted when the user asks to end. */
  readonly ended: AbortSignal;
}

/** What became of the inputs, before anything was found; `good`: how many passed all checks of their schema. */
export interface Fuzzed {
  readonly runs: number;
  readonly good: number;
  readonly fates: Readonly<Record<string, number>>;
  /** The smallest input that fails, and how. */
  readonly failure?: { readonly finding: Finding; readonly input: Input };
}

/** So long that a clock shows another millisecond: what comes of the time of day is no matter of chance. */
const TICK_MS = 2;

/** Ends with the first failure, made as small as it gets. Rejects with `ConfigError` for a hop that can't be made, and with `CommandError` where the user ends it. */
export async function fuzzHop({ fabric, hop, from, schema, runs, seed, tools, ended }: Trial): Promise<Fuzzed> {
  const run = await openHop(fabric, hop, from, tools);
  const targets = await targetsOf(fabric, hop, tools);
  const written = await loadChain(encodingAt(fabric, hop, from), tools);
  const counted = { runs: 0, good: 0, fates: new Map<string, number>() };
  let isFound = false;
  const judged = async (input: Input): Promise<Finding | undefined> => {
    if (ended.aborted) throw new CommandError("ended before all messages were tried", EXIT.failed);
    const isGood = isTaken(schema.schema, input);
    const once = () => Promise.all(written(messageOf(input)).map((message) => run(message))).then((all) => all.flat());
    const arrivals = await once();
    await pause(TICK_MS);
    const again = await once();
    if (!isFound) count(counted, isGood, outcomes(fateOf(arrivals)));
    if (digestOf(arrivals) !== digestOf(again))
      return { kind: "differs", text: "the same message twice does not come to the same" };
    return findingIn(arrivals, isGood, targets);
  };
  const property = fc.asyncProperty(inputsOf(schema, fabric.examples.get(hop.name) ?? []), async (input) => {
    const finding = await judged(input);
    isFound ||= finding !== undefined;
    if (finding !== undefined) throw new Found(finding);
  });
  const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs });
  const { fates, ...counts } = counted;
  const whole = { ...counts, fates: Object.fromEntries(fates) };
  const [input] = counterexample ?? [];
  if (input === undefined) return whole;
  if (!(errorInstance instanceof Found)) throw errorInstance;
  const { kind } = errorInstance.finding;
  // A message without a body is none that a schema speaks of.
  const least = await smallest(input, async (each) => "body" in each && (await judged(each))?.kind === kind);
  return { ...whole, failure: { finding: (await judged(least)) ?? errorInstance.finding, input: least } };
}

/** Carries a finding past the library, which takes what is thrown for a failure. */
class Found extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.text);
    this.finding = finding;
  }
}

/** Where messages of the source are events, the body is what they carry. */
function encodingAt(fabric: Fabric, hop: Hop, from: string) {
  const source = fabric.endpoints.get(from)?.endpoint;
  return source === undefined ? [] : encoding(fabric, hop, source);
}

async function targetsOf(fabric: Fabric, hop: Hop, tools: Tools): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>();
  for (const to of hop.to) {
    const [endpoint, named] = [fabric.endpoints.get(to)?.endpoint, await endpointSchema(fabric, to)];
    if (endpoint === undefined || named === undefined) continue;
    targets.set(to, { ...named, read: await loadChain(decoding(fabric, endpoint), tools) });
  }
  return targets;
}

const outcomes = ({ outcome, errors: [first] }: ReturnType<typeof fateOf>): string =>
  first === undefined ? outcome : `dead (${first.code})`;

function count(
  counted: { runs: number; good: number; fates: Map<string, number> },
  isGood: boolean,
  fate: string,
): void {
  counted.runs++;
  if (isGood) counted.good++;
  counted.fates.set(fate, (counted.fates.get(fate) ?? 0) + 1);
}
