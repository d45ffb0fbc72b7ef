// `hopspan test`: the examples of the fabric file, run through the hops' own transforms, without any server.

import type { Tools } from "../../../shared/core/ports.ts";
import { printable } from "../../../shared/core/printable.ts";
import { secretVariable } from "../../../shared/fabric/secrets.ts";
import { difference } from "../difference.ts";
import { type Result, runExamples } from "../examples.ts";
import { loadFabric, oneFile } from "../load-fabric.ts";
import { EXIT, type Verb } from "../verb.ts";

/** Ends with 0 where every example passes, also where there is none, and with 1 where one does not. */
export const test: Verb = {
  usage: "[FILE]",
  about: "Runs the examples of a fabric, and shows what differs",
  options: { json: { type: "boolean", about: "print one JSON line per example, and a summary" } },
  examples: ["hopspan test", "hopspan test examples/retail/fabric.yaml"],
  async run(given, { out, err, environment, interactive }) {
    const file = oneFile("test", given);
    const fabric = await loadFabric(file, { err });
    const results = await runExamples(fabric, exampleSecrets(environment));
    const failed = results.filter(({ passed }) => !passed);
    if (given.options["json"]) {
      for (const result of results) out(JSON.stringify({ event: "example", ...result }));
      out(JSON.stringify({ event: "summary", passed: results.length - failed.length, failed: failed.length }));
    } else {
      for (const result of failed) out(`${describe(result)}\n${difference(result.wanted, result.got, interactive)}\n`);
      out(summary(printable(file), results.length, failed.length));
    }
    return failed.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

const describe = ({ hop, number }: Result) => `${hop}, example ${number}: - wanted, + got`;

function summary(file: string, all: number, failed: number): string {
  if (all === 0) return `${file}: no examples: write some under "examples", by hop`;
  if (failed === 0) return `${file}: ${all === 1 ? "its one example passes" : `all ${all} examples pass`}`;
  return `${file}: ${failed} of ${all} ${all === 1 ? "example fails" : "examples fail"}`;
}

/** What encrypt and decrypt want of a key at least. */
const EXAMPLE_BYTES = 32;

/** A key made of the name in place of a random one: an example with a hash comes out the same every day. */
const exampleSecrets = (environment: NodeJS.ProcessEnv): Tools => ({
  secret: (name) => Buffer.from(environment[secretVariable(name)] || `example ${name}`.padEnd(EXAMPLE_BYTES, ".")),
});
