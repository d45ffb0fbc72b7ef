// Reads, checks and compiles the fabric file that a verb was given, the same way for all of them.

import { resolve } from "node:path";
import { ConfigError, describeProblem } from "../../shared/core/errors.ts";
import { checkFabric } from "../../shared/fabric/check.ts";
import { type Compiled, compile } from "../../shared/fabric/compile.ts";
import { readFabric } from "../../shared/fabric/read.ts";
import type { Terminal } from "./verb.ts";

/** The file that verbs take where none is named. */
export const DEFAULT_FILE = "fabric.yaml";

/** A sound fabric, compiled; its warnings go to standard error. Throws `ConfigError` with all errors at once. */
export async function loadFabric(
  given: string | undefined,
  { folder, err }: Pick<Terminal, "folder" | "err">,
): Promise<Compiled> {
  const fabric = await readFabric(resolve(folder, given ?? DEFAULT_FILE));
  const problems = await checkFabric(fabric);
  if (problems.some(({ severity }) => severity === "error")) throw new ConfigError(problems);
  for (const problem of problems) err(describeProblem(problem));
  return compile(fabric);
}
