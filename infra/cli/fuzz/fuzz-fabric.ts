// `hopspan test --fuzz`: every hop whose input has a schema, tried with messages that are made up.

import { randomInt } from "node:crypto";
import { printable, printableJson } from "../../../shared/core/printable.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { hopOf } from "../hop-of.ts";
import { quoted } from "../quoted.ts";
import { exampleSecrets } from "../trial/example-secrets.ts";
import { CommandError, countOption, EXIT, type ExitCode, type Given, type Terminal, textOption } from "../verb.ts";
import { type Fuzzed, fuzzHop } from "./fuzz-hop.ts";
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

interface Tried {
  readonly hop: string;
  readonly from: string;
  readonly schema?: Named;
  readonly fuzzed?: Fuzzed;
}

/** Ends with 1 where something was found, and where no hop could be fuzzed at all. Throws `CommandError` for a hop that is not there or has no schema. */
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
      const fuzzed =
        schema && (await fuzzHop({ fabric, hop, from, schema, runs: count, seed, tools, ended: terminal.ended }));
      const tried = { hop: hop.name, from, ...(schema && { schema }), ...(fuzzed && { fuzzed }) };
      all.push(tried);
      terminal.out(isJson ? asJson(tried, seed) : asLines(tried, again(hop.name)).join("\n"));
    }
  return end(file, all, { isJson, seed }, terminal);
}

function end(file: string, all: readonly Tried[], how: { isJson: boolean; seed: number }, { out }: Terminal): ExitCode {
  const fuzzed = all.filter((each) => each.fuzzed !== undefined);
  const failed = fuzzed.filter((each) => each.fuzzed?.failure !== undefined);
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
  else out(summary(printable(file), all.length, fuzzed.length, failed.length));
  return failed.length === 0 && fuzzed.length > 0 ? EXIT.ok : EXIT.failed;
}

function summary(file: string, all: number, fuzzed: number, failed: number): string {
  if (fuzzed === 0) return `${file}: nothing could be tried: no hop's input has a schema`;
  const which = `${fuzzed} of ${all} ${all === 1 ? "way" : "ways"} into hops tried`;
  return `${file}: ${which}, ${failed === 0 ? "nothing found" : `${failed} ${failed === 1 ? "fails" : "fail"}`}`;
}

function asLines({ hop, from, schema, fuzzed }: Tried, again: string): readonly string[] {
  if (schema === undefined || fuzzed === undefined) return [schemaless(hop, from)];
  const { runs, good, fates, failure } = fuzzed;
  const counts = Object.entries(fates).map(([fate, times]) => `${times} ${fate}`);
  const fit = good === runs ? "" : `, ${good} of which pass all its checks`;
  const line = `hop ${hop} from ${from}: ${runs} ${runs === 1 ? "input" : "inputs"} of ${schema.name}${fit}: ${counts.join(", ")}`;
  if (failure === undefined) return [line];
  return [
    line,
    `  ${printable(failure.finding.text)}`,
    `  the smallest input that shows it: ${printableJson(failure.input)}`,
    `  again: ${printable(again)}`,
  ];
}

const schemaless = (hop: string, from: string): string =>
  `hop ${hop} from ${from}: nothing says what goes in: give endpoint ${from} a schema, or begin the hop with a step that has one`;

const asJson = ({ hop, from, schema, fuzzed }: Tried, seed: number): string =>
  JSON.stringify({ event: "fuzz", hop, from, seed, schema: schema?.name ?? null, ...fuzzed });

function runsOf(written: string | undefined): number {
  const runs = Number(written ?? RUNS);
  if (runs >= 1 && runs <= MOST_RUNS) return runs;
  throw new CommandError(`--fuzz takes a number of inputs from 1 to ${MOST_RUNS}, not ${written}`);
}
