// Which terraform there is, and in what environment it works.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { HopspanError } from "../../shared/core/errors.ts";

/** `TERRAFORM_BINARY_NAME`, or the first of terraform and tofu on the PATH. Throws where there is none. */
export function findTerraform(environment: NodeJS.ProcessEnv): string {
  const named = environment["TERRAFORM_BINARY_NAME"];
  const names = named === undefined ? ["terraform", "tofu"] : [named];
  const folders = (environment["PATH"] ?? "").split(delimiter);
  const found = names.flatMap((name) => (name.includes("/") ? [name] : folders.map((folder) => join(folder, name))));
  const first = found.find(isExecutable);
  if (first !== undefined) return first;
  const wanted =
    named === undefined
      ? "terraform (1.11 or newer) or tofu on the PATH: install one of them"
      : `${named}, which TERRAFORM_BINARY_NAME names: install it, or name another`;
  throw new HopspanError("TOOL_MISSING", `the Google half needs ${wanted}`, false);
}

/** Its environment: no questions, no look for newer versions. */
export const quiet = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...environment,
  TF_IN_AUTOMATION: "1",
  TF_INPUT: "0",
  CHECKPOINT_DISABLE: "1",
});

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
