// Reads, checks and compiles the fabric file that a verb was given, the same way for all of them.

import { ConfigError, describeProblem } from "../../shared/core/errors.ts";
import { checkFile } from "../../shared/fabric/check.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import type { Terminal } from "./verb.ts";

/** The file that verbs take where none is named. */
export const DEFAULT_FILE = "fabric.yaml";

/** A sound fabric; its warnings go to standard error, notes are for `check`. Throws `ConfigError` with all that is wrong. */
export async function loadFabric(file: string, { err }: Pick<Terminal, "err">): Promise<Fabric> {
  const { fabric, problems } = await checkFile(file);
  if (fabric === undefined || problems.some(({ severity }) => severity === "error")) throw new ConfigError(problems);
  for (const problem of problems) if (problem.severity === "warning") err(describeProblem(problem));
  return fabric;
}
