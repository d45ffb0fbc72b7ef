// `hopspan test`: the examples of the fabric file, run through all that the hops' functions do, without any server.

import { printable } from "../../../shared/core/printable.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { difference } from "../difference.ts";
import { type Result, runExamples } from "../examples.ts";
import { loadFabric, oneFile } from "../load-fabric.ts";
import { runAgain } from "../run-again.ts";
import { type Coverage, coverageLine, coverageOf } from "../trial/coverage.ts";
import { exampleSecrets } from "../trial/example-secrets.ts";
import { CommandError, EXIT, type ExitCode, type Given, type Terminal, type Verb } from "../verb.ts";

/**
 * Ends with 0 where every example passes, also where there is none, and with 1 where one does not; with
 * `--require-coverage` also where a hop or a branch has none.
 */
export const test: Verb = {
  usage: "[FILE] [--fuzz [N]]",
  about: "Runs the examples of a fabric, and shows what differs; or tries its hops with made-up messages",
  options: {
    json: { type: "boolean", about: "print one JSON line per example, and a summary" },
    watch: { type: "boolean", about: "run again whenever the file, a transform or a schema changes, until Ctrl-C" },
    fuzz: {
      type: "boolean",
      about: "try the hops with N messages (100) made of their input's schema, in place of examples",
    },
    seed: { type: "string", value: "SEED", about: "the messages that this seed gave before" },
    hop: { type: "string", value: "HOP", about: "fuzz this hop alone" },
    "require-coverage": { type: "boolean", about: "fail where a hop, or a branch of a route, has no example" },
  },
  examples: ["hopspan test", "hopspan test examples/retail/fabric.yaml --require-coverage"],
  async run(given, terminal) {
    const { runs, words } = fuzzRuns(given);
    const file = oneFile("test", { words });
    if (given.options["watch"]) return watch(file, given, terminal);
    if (given.options["fuzz"]) {
      // The generator is only for those who ask for it.
      const { fuzzFabric } = await import("../fuzz/fuzz-fabric.ts");
      return fuzzFabric({ file, runs }, await loadFabric(file, terminal), given, terminal);
    }
    return runOnce(file, await loadFabric(file, terminal), given, terminal);
  },
};

/** The number behind `--fuzz` is a word like any other to the parser. Throws `CommandError` for options that do nothing then. */
function fuzzRuns({ words, options }: Given): { readonly runs: string | undefined; readonly words: readonly string[] } {
  if (options["fuzz"] !== true) {
    const idle = ["seed", "hop"].find((name) => options[name] !== undefined);
    if (idle !== undefined) throw new CommandError(`--${idle} is for --fuzz`);
    return { runs: undefined, words };
  }
  if (options["require-coverage"]) throw new CommandError("--fuzz runs no examples: leave --require-coverage out");
  const at = words.findIndex((word) => /^\d+$/.test(word));
  return { runs: words[at], words: words.filter((_, place) => place !== at) };
}

/** The same command without `--watch`, again and again. */
function watch(file: string, { words, options, order }: Given, terminal: Terminal): Promise<ExitCode> {
  const others = order.filter(({ name }) => name !== "watch");
  const given = others.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`));
  const shown = printable(file);
  return runAgain(
    {
      words: ["test", ...given, "--", ...words],
      file,
      changed: options["json"]
        ? JSON.stringify({ event: "changed" })
        : `\nsomething has changed: ${shown} is tested again`,
      waiting: `waits for a change of ${shown}, a transform or a schema; Ctrl-C ends`,
    },
    terminal,
  );
}

async function runOnce(file: string, fabric: Fabric, given: Given, terminal: Terminal): Promise<ExitCode> {
  const { results, reached } = await runExamples(fabric, exampleSecrets(terminal.environment));
  const failed = results.filter(({ passed }) => !passed);
  const coverage = coverageOf(fabric, reached);
  if (given.options["json"]) tellAsJson(results, failed.length, coverage, terminal);
  else tell(file, results, coverage, terminal);
  const isCovered = coverage.missed.length === 0 || given.options["require-coverage"] !== true;
  return failed.length === 0 && isCovered ? EXIT.ok : EXIT.failed;
}

function tellAsJson(results: readonly Result[], failed: number, coverage: Coverage, { out }: Terminal): void {
  for (const result of results) out(JSON.stringify({ event: "example", ...result }));
  out(JSON.stringify({ event: "summary", passed: results.length - failed, failed, coverage }));
}

function tell(file: string, results: readonly Result[], coverage: Coverage, { out, interactive }: Terminal): void {
  const failed = results.filter(({ passed }) => !passed);
  for (const result of failed) out(`${describe(result)}\n${difference(result.wanted, result.got, interactive)}\n`);
  out(summary(printable(file), results.length, failed.length));
  if (results.length > 0) out(coverageLine(coverage));
}

function describe({ hop, number, name, to }: Result): string {
  const title = name === undefined ? "" : ` (${printable(name)})`;
  return `${hop}, example ${number}${title}${to === undefined ? "" : `, to ${to}`}: - wanted, + got`;
}

function summary(file: string, all: number, failed: number): string {
  if (all === 0) return `${file}: no examples: write some under "examples", by hop`;
  if (failed === 0) return `${file}: ${all === 1 ? "its one example passes" : `all ${all} examples pass`}`;
  return `${file}: ${failed} of ${all} ${all === 1 ? "example fails" : "examples fail"}`;
}
