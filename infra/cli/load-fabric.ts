// Reads, checks and compiles the fabric file that a verb was given, the same way for all of them.

import { ConfigError } from "../../shared/core/errors.ts";
import { checkFile } from "../../shared/fabric/check.ts";
import type { Fabric } from "../../shared/fabric/fabric.ts";
import { problemLines } from "./problem-lines.ts";
import { CommandError, type Given, type Terminal } from "./verb.ts";

/** The file that verbs take where none is named. */
export const DEFAULT_FILE = "fabric.yaml";

/** The file that was named, or the one that stands for it. Throws `CommandError` for more than one. */
export function oneFile(verb: string, { words }: Pick<Given, "words">): string {
  const [file = DEFAULT_FILE, ...more] = words;
  if (more.length > 0) throw new CommandError(`${verb} takes one fabric file, not also ${more.join(" ")}`);
  return file;
}

/** A sound fabric; its warnings go to standard error, notes are for `check`. Throws `ConfigError` with all that is wrong. */
export async function loadFabric(file: string, { err }: Pick<Terminal, "err">): Promise<Fabric> {
  const { fabric, problems } = await checkFile(file);
  if (fabric === undefined || problems.some(({ severity }) => severity === "error")) throw new ConfigError(problems);
  for (const line of problemLines(problems.filter(({ severity }) => severity === "warning"))) err(line);
  return fabric;
}
