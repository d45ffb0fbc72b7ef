// `hopspan check`: all problems of a fabric at once, or one line that says it is sound.

import type { Problem } from "../../../shared/core/errors.ts";
import { printable } from "../../../shared/core/printable.ts";
import { checkFile } from "../../../shared/fabric/check.ts";
import { type Compiled, compile } from "../../../shared/fabric/compile.ts";
import { oneFile } from "../load-fabric.ts";
import { problemLines } from "../problem-lines.ts";
import { EXIT, type Verb } from "../verb.ts";

/** Ends with 0 for a sound fabric (warnings and notes are no errors), 1 for one with errors, which a last line counts, 2 for a file that can't be read. */
export const check: Verb = {
  usage: "[FILE]",
  about: "Says all that is wrong with a fabric, or that it is sound",
  options: { json: { type: "boolean", about: "print one JSON object with all problems" } },
  examples: ["hopspan check", "hopspan check examples/retail/fabric.yaml --json"],
  async run(given, { out }) {
    const file = oneFile("check", given);
    const { fabric, problems } = await checkFile(file);
    const errors = problems.filter(({ severity }) => severity === "error").length;
    if (given.options["json"]) out(JSON.stringify({ ok: errors === 0, problems }));
    else {
      for (const line of problemLines(problems)) out(line);
      if (errors === 0 && fabric !== undefined) out(sound(file, fabric.hops.size, compile(fabric)));
      if (errors > 0) out(`${printable(file)}: ${counted(problems)}`);
    }
    return errors === 0 ? EXIT.ok : EXIT.failed;
  },
};

/** All of them, also those that are too many to be shown. */
const counted = (problems: readonly Problem[]): string =>
  (["error", "warning", "note"] as const)
    .map((of) => [of, problems.filter(({ severity }) => severity === of).length] as const)
    .flatMap(([of, amount]) => (amount > 0 ? [count(amount, of)] : []))
    .join(", ");

function sound(file: string, hops: number, { links, endpoints }: Compiled): string {
  const all = `${count(endpoints.length, "endpoint")}${added(endpoints)}`;
  return `${printable(file)}: sound: ${all}, ${count(hops, "hop")}, ${count(links.length, "link")}`;
}

/** What no line of the file names is said apart, so that everybody can count after. */
function added(endpoints: Compiled["endpoints"]): string {
  const dead = endpoints.filter(({ role }) => role === "dead-letters").length;
  const inner = endpoints.filter(({ role }) => role === "inner").length;
  const parts = [
    ...(inner > 0 ? [count(inner, "inner queue")] : []),
    ...(dead > 0 ? [`${dead} for dead letters`] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

const count = (amount: number, noun: string) => `${amount.toLocaleString("en-US")} ${noun}${amount === 1 ? "" : "s"}`;
