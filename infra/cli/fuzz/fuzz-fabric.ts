// `hopspan test --fuzz`: every hop whose input has a schema, tried with messages that are made up.

import { randomInt } from "node:crypto";
import { HopspanError } from "../../../shared/core/errors.ts";
import { printable, printableJson } from "../../../shared/core/printable.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { hopOf } from "../hop-of.ts";
import { quoted } from "../quoted.ts";
import { exampleSecrets } from "../trial/example-secrets.ts";
import { CommandError, countOption, EXIT, type ExitCode, type Given, type Terminal, textOption } from "../verb.ts";
import { type Fuzzed, fuzzHop, type Trial } from "./fuzz-hop.ts";
import { inputSchema, type Named } from "./input-schema.ts";

const RUNS = 100;
const MOST_RUNS = 1_000_000;
/** What the generator takes. */
const MOST_SEED = 2 ** 31 - 1;

/** What is to be fuzzed, and how. `runs`: as it was written. */
export interface Wish {
  readonly file: string;
  readonly runs: string | undefined;
}

/** `untried`: why messages could not be made, though the schema is known. */
interface Tried {
  readonly hop: string;
  readonly from: string;
  readonly schema?: Named;
  readonly fuzzed?: Fuzzed;
  readonly untried?: string;
}

/** Ends with 1 where something was found, where messages of a schema can't be made, and where no hop could be fuzzed at all. Throws `CommandError` for a hop that is not there or has no schema. */
export async function fuzzFabric(
  { file, runs }: Wish,
  fabric: Fabric,
  given: Given,
  terminal: Terminal,
): Promise<ExitCode> {
  const count = runsOf(runs);
  const seed = countOption(given, "seed", 0, MOST_SEED) ?? randomInt(MOST_SEED);
  const asked = textOption(given, "hop");
  const hops = asked === undefined ? [...fabric.hops.values()] : [hopOf(fabric, asked)];
  const isJson = given.options["json"] === true;
  const again = (hop: string) => `npx hopspan test ${quoted(file)} --fuzz ${count} --seed ${seed} --hop ${hop}`;
  const tools = exampleSecrets(terminal.environment);
  if (!isJson) terminal.out(`seed ${seed}`);
  const all: Tried[] = [];
  for (const hop of hops)
    for (const from of hop.from) {
      const schema = await inputSchema(fabric, hop, from);
      if (schema === undefined && asked !== undefined) throw new CommandError(schemaless(hop.name, from));
      const how = { fabric, hop, from, runs: count, seed, tools, ended: terminal.ended };
      const tried = { hop: hop.name, from, ...(schema && (await triedOn({ ...how, schema }))) };
      all.push(tried);
      terminal.out(isJson ? asJson(tried, seed) : asLines(tried, again(hop.name)).join("\n"));
    }
  return end(file, all, { isJson, seed }, terminal);
}

/** One schema that can't be made into messages says nothing of the other hops. */
async function triedOn(trial: Trial): Promise<Pick<Tried, "schema" | "fuzzed" | "untried">> {
  const { schema } = trial;
  try {
    return { schema, fuzzed: await fuzzHop(trial) };
  } catch (thrown) {
    if (thrown instanceof HopspanError || thrown instanceof CommandError) throw thrown;
    return { schema, untried: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : typeof thrown };
  }
}

function end(file: string, all: readonly Tried[], how: { isJson: boolean; seed: number }, { out }: Terminal): ExitCode {
  const fuzzed = all.filter((each) => each.fuzzed !== undefined);
  const failed = fuzzed.filter((each) => each.fuzzed?.failure !== undefined);
  const untried = all.filter((each) => each.untried !== undefined);
  if (how.isJson)
    out(
      JSON.stringify({
        event: "summary",
        seed: how.seed,
        fuzzed: fuzzed.length,
        left: all.length - fuzzed.length,
        failed: failed.length,
      }),
    );
  else if (fuzzed.length === 0)
    out(`${printable(file)}: nothing could be tried${untried.length === 0 ? ": no hop's input has a schema" : ""}`);
  else out(summary(printable(file), all.length, fuzzed.length, failed.length));
  return failed.length === 0 && untried.length === 0 && fuzzed.length > 0 ? EXIT.ok : EXIT.failed;
}

function summary(file: string, all: number, fuzzed: number, failed: number): string {
  const which = `${fuzzed} of ${all} ${all === 1 ? "way" : "ways"} into hops tried`;
  return `${file}: ${which}, ${failed === 0 ? "nothing found" : `${failed} ${failed === 1 ? "fails" : "fail"}`}`;
}

function asLines({ hop, from, schema, fuzzed, untried }: Tried, again: string): readonly string[] {
  if (schema !== undefined && untried !== undefined)
    return [`hop ${hop} from ${from}: not tried: no messages can be made of ${schema.name}: ${printable(untried)}`];
  if (schema === undefined || fuzzed === undefined) return [schemaless(hop, from)];
  const { runs, good, fates, failure } = fuzzed;
  const counts = Object.entries(fates).map(([fate, times]) => `${times} ${fate}`);
  const fit = good === runs ? "" : `, ${good} of which pass all its checks`;
  const line = `hop ${hop} from ${from}: ${runs} ${runs === 1 ? "input" : "inputs"} of ${schema.name}${fit}: ${counts.join(", ")}`;
  if (failure === undefined) return good >= runs * SELDOM ? [line] : [line, `  ${few(good)}`];
  return [
    line,
    `  ${printable(failure.finding.text)}`,
    `  the smallest input that shows it: ${printableJson(failure.input)}`,
    `  again: ${printable(again)}`,
  ];
}

/** Below this share of inputs the schema is tried, and hardly anything behind it. */
const SELDOM = 0.2;

const few = (good: number): string => {
  const [pass, tried] = good === 0 ? ["none of them passes", "not tried"] : ["few of them pass", "hardly tried"];
  return `${pass} the schema, so what lies behind it is ${tried}: examples of the hop with good bodies help`;
};

const schemaless = (hop: string, from: string): string =>
  `hop ${hop} from ${from}: nothing says what goes in: give endpoint ${from} a schema, or begin the hop with a step that has one`;

const asJson = ({ hop, from, schema, fuzzed, untried }: Tried, seed: number): string =>
  JSON.stringify({ event: "fuzz", hop, from, seed, schema: schema?.name ?? null, ...fuzzed, untried });

function runsOf(written: string | undefined): number {
  const runs = Number(written ?? RUNS);
  if (runs >= 1 && runs <= MOST_RUNS) return runs;
  throw new CommandError(`--fuzz takes a number of inputs from 1 to ${MOST_RUNS}, not ${written}`);
}
