// From the text of a file of faults to rules, or to all that is wrong with it, by line and column.

import { ConfigError, type Problem } from "../../../shared/core/errors.ts";
import { misfits } from "../../../shared/fabric/explain.ts";
import { fabricText } from "../../../shared/fabric/read.ts";
import { readYaml } from "../../../shared/fabric/yaml-text.ts";
import type { FaultRule, Faults } from "./rule.ts";
import { faultsSchema } from "./schema.ts";
import { type Places, toRule } from "./to-rule.ts";

/** What counts where a file says no seed. */
const SEED = 1;

/**
 * The faults of a text in YAML or JSON; `file` is only named in problems. `places` are the endpoints that there are; without
 * them any name of a queue, a topic or a subscription will do. Throws one `ConfigError` with all problems.
 */
export function parseFaults(text: string, file: string, places?: Places): Faults {
  const { value, problems: unreadable, place } = readYaml(text, file);
  const written = value === null ? {} : value;
  const misshapen = written === undefined ? [] : misfits(faultsSchema, { value: written, place });
  const parsed = faultsSchema.safeParse(written);
  if (!parsed.success || unreadable.length > 0) throw new ConfigError([...unreadable, ...misshapen]);
  const problems: Problem[] = [];
  const rules: FaultRule[] = [];
  for (const [index, each] of parsed.data.faults.entries()) {
    const { rule, wrong } = toRule(each, places);
    if (rule !== undefined) rules.push(rule);
    for (const { path, message } of wrong) {
      const said = `faults[${index}]${path.length === 0 ? "" : `.${path[0]}`} ${message}`;
      problems.push({ severity: "error", code: "FAULT", message: said, ...place(["faults", index, ...path]) });
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { seed: parsed.data.seed ?? SEED, rules };
}

/** The same of a file. Rejects with `ConfigError`, of one problem where the file itself can't be read. */
export const readFaults = async (path: string, places?: Places): Promise<Faults> =>
  parseFaults(await fabricText(path), path, places);
