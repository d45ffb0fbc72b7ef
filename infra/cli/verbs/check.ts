// `hopspan check`: all problems of a fabric at once, or one line that says it is sound.

import { resolve } from "node:path";
import { ConfigError, describeProblem, type Problem } from "../../../shared/core/errors.ts";
import { checkFabric } from "../../../shared/fabric/check.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { readFabric } from "../../../shared/fabric/read.ts";
import { DEFAULT_FILE } from "../load-fabric.ts";
import { EXIT, type Verb } from "../verb.ts";

/** Ends with 0 for a sound fabric (warnings are no errors), 1 for one with errors, 2 for a file that can't be read. */
export const check: Verb = {
  usage: "[FILE]",
  about: "Says all that is wrong with a fabric, or that it is sound",
  options: { json: { type: "boolean", about: "print one JSON object with all problems" } },
  examples: ["hopspan check", "hopspan check examples/retail/fabric.yaml --json"],
  async run({ words, options }, { folder, out }) {
    const file = words[0] ?? DEFAULT_FILE;
    const { problems, sound } = await examine(resolve(folder, file), file);
    const errors = problems.filter(({ severity }) => severity === "error").length;
    if (options["json"]) out(JSON.stringify({ ok: errors === 0, problems }));
    else {
      for (const problem of problems) out(describeProblem(problem));
      if (errors === 0) out(sound);
    }
    if (errors === 0) return EXIT.ok;
    return problems.some(({ code }) => code === "UNREADABLE") ? EXIT.usage : EXIT.failed;
  },
};

async function examine(path: string, file: string): Promise<{ problems: readonly Problem[]; sound: string }> {
  try {
    const fabric = await readFabric(path, file);
    const problems = await checkFabric(fabric);
    if (problems.some(({ severity }) => severity === "error")) return { problems, sound: "" };
    const { endpoints, links } = compile(fabric);
    return {
      problems,
      sound: `${file}: sound: ${count(links.length, "link")}, ${count(endpoints.length, "endpoint")}`,
    };
  } catch (error) {
    if (error instanceof ConfigError) return { problems: error.problems, sound: "" };
    throw error;
  }
}

const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? "" : "s"}`;
