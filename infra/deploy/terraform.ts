// The Google half in terraform's (or tofu's) hands: found, prepared, planned, applied, read and taken away.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { HopspanError } from "../../shared/core/errors.ts";
import { runTool, type ToolCall, type ToolEnd, toolError } from "./run-tool.ts";

/** Where a stack lies, and with which tool and environment it is worked on. */
export type TerraformRun = Omit<ToolCall, "arguments">;

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

/** Prepares the folder for the provider and the state that the stack names. A state is never moved or forgotten unasked. */
export async function initialize(run: TerraformRun): Promise<void> {
  const { code } = await terraform(run, "init", []);
  if (code === 0) return;
  run.onLine?.(`hopspan ran it in ${run.folder}: terraform -chdir=${run.folder} init`);
  throw toolError("terraform", "init", code, run.ended);
}

/** True where the clouds differ from the stack. What differs is shown; with `file`, also written there for `applyPlan`. */
export async function differs(run: TerraformRun, file?: string): Promise<boolean> {
  const { code } = await terraform(run, "plan", [
    "-detailed-exitcode",
    ...(file === undefined ? [] : [`-out=${file}`]),
  ]);
  if (code !== 0 && code !== 2) throw toolError("terraform", "plan", code, run.ended);
  return code === 2;
}

/** Makes what a plan's file says, and nothing else. */
export const applyPlan = (run: TerraformRun, file: string): Promise<void> => must(run, "apply", [file]);

/** Takes everything away that the state knows. */
export const destroyAll = (run: TerraformRun): Promise<void> => must(run, "destroy", ["-auto-approve"]);

/** The outputs of the stack, by name; they are not shown. */
export async function outputs({ onLine: _unseen, ...run }: TerraformRun): Promise<Readonly<Record<string, unknown>>> {
  const { code, output } = await runTool({ ...run, arguments: ["output", "-json"] });
  if (code !== 0) throw toolError("terraform", "output", code, run.ended);
  const read = JSON.parse(output) as Readonly<Record<string, { readonly value: unknown }>>;
  return Object.fromEntries(Object.entries(read).map(([name, { value }]) => [name, value]));
}

async function must(run: TerraformRun, verb: string, more: readonly string[]): Promise<void> {
  const { code } = await terraform(run, verb, more);
  if (code !== 0) throw toolError("terraform", verb, code, run.ended);
}

const terraform = (run: TerraformRun, verb: string, more: readonly string[]): Promise<ToolEnd> =>
  runTool({ ...run, arguments: [verb, "-input=false", "-no-color", ...more] });

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
