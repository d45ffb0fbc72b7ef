// Secrets of a local run: from the environment where they are given, made for this run where not, and it says so.

import { randomBytes } from "node:crypto";
import { secretVariable } from "../../shared/fabric/secrets.ts";

/** The variables that hold a fabric's secrets. `say` is told once which of them were made. */
export function localSecrets(
  names: Iterable<string>,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Readonly<Record<string, string>> {
  const made: string[] = [];
  const entries = [...names].map((name) => {
    const variable = secretVariable(name);
    const given = environment[variable];
    if (!given) made.push(variable);
    return [variable, given || randomBytes(32).toString("base64url")] as const;
  });
  if (made.length > 0)
    say(`made for this run only: ${made.join(", ")}: set ${made.length === 1 ? "it to keep it" : "them to keep them"}`);
  return Object.fromEntries(entries);
}
