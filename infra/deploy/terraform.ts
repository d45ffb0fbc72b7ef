// The Google half in terraform's (or tofu's) hands: prepared, planned, applied and read.

import { HopspanError } from "../../shared/core/errors.ts";
import type { ResourceChange } from "../plan/google-losses.ts";
import { runTool, type ToolCall, type ToolEnd } from "./run-tool.ts";
import { toolError } from "./tool-error.ts";

/** Where a stack lies, and with which tool and environment it is worked on. */
export type TerraformRun = Omit<ToolCall, "arguments">;

/** Prepares the folder for the provider and the state that the stack names. A state is never moved or forgotten unasked. */
export async function initialize(run: TerraformRun): Promise<void> {
  const end = await terraform(run, "init", []);
  if (end.code === 0) return;
  const command = `${run.command} -chdir=${run.folder} init`;
  if (BACKEND_CHANGED.test(`${end.complaints}\n${end.output}`) && !run.ended?.aborted) throw stateElsewhere(command);
  run.onLine?.(`hopspan ran it in ${run.folder}: ${command}`);
  throw toolError("terraform", "init", end, run.ended);
}

/** https://developer.hashicorp.com/terraform/cli/commands/init#backend-initialization; tofu says the same. */
const BACKEND_CHANGED = /Backend (configuration|type) changed|-migrate-state/;

const stateElsewhere = (init: string): HopspanError =>
  new HopspanError(
    "STATE_ELSEWHERE",
    `the fabric file says another place for terraform's state than it is in: move it by ${init} -migrate-state (-force-copy behind it where there is no terminal to say yes in), and run the command again; -reconfigure would leave it behind`,
    false,
  );

/**
 * Shows how the cloud differs from the stack, and writes it to `file`, for `applyPlan`: what is to be done to each
 * resource; undefined where nothing is. With `destroys`, what there is to be taken away.
 */
export async function planned(
  run: TerraformRun,
  file: string,
  { destroys = false } = {},
): Promise<readonly ResourceChange[] | undefined> {
  const more = ["-detailed-exitcode", `-out=${file}`, ...(destroys ? ["-destroy"] : [])];
  const end = await terraform(run, "plan", more);
  if (end.code === 0) return undefined;
  if (end.code !== 2) throw toolError("terraform", "plan", end, run.ended);
  const { resource_changes = [] } = JSON.parse(await unseen(run, "show", ["-json", file])) as Shown;
  return resource_changes;
}

interface Shown {
  readonly resource_changes?: readonly ResourceChange[];
}

/** Makes what a plan's file says, and nothing else. What is under way is brought to its end and noted, whatever becomes of us. */
export async function applyPlan(run: TerraformRun, file: string): Promise<void> {
  const end = await runTool({ ...run, arguments: words("apply", [file]) });
  if (end.code !== 0) throw toolError("terraform", "apply", end, run.ended);
}

/** Takes a resource that is there already into the state, under its address in the stack. */
export async function importResource(run: TerraformRun, address: string, id: string): Promise<void> {
  const end = await terraform(run, "import", [address, id]);
  if (end.code !== 0) throw toolError("terraform", "import", end, run.ended);
}

/** The outputs of the stack, by name; they are not shown. */
export async function outputs(run: TerraformRun): Promise<Readonly<Record<string, unknown>>> {
  const read = JSON.parse(await unseen(run, "output", ["-json"])) as Readonly<
    Record<string, { readonly value: unknown }>
  >;
  return Object.fromEntries(Object.entries(read).map(([name, { value }]) => [name, value]));
}

/** How many resources the state knows of; undefined where there is no state. */
export async function resourcesInState(run: TerraformRun): Promise<number | undefined> {
  const text = await unseen(run, "state", ["pull"]);
  if (text.trim() === "") return undefined;
  const { resources = [] } = JSON.parse(text) as { readonly resources?: readonly unknown[] };
  return resources.length;
}

/** What terraform answers to us, and shows to nobody but where it fails. */
async function unseen(
  { onLine, writesTo: _, ...run }: TerraformRun,
  verb: string,
  more: readonly string[],
): Promise<string> {
  const end = await runTool({ ...run, arguments: [verb, ...more] });
  if (end.code === 0) return end.output;
  onLine?.(end.complaints);
  throw toolError("terraform", verb, end, run.ended);
}

/** Line by line, so that what it says can be read, too. */
const terraform = ({ writesTo: _, ...run }: TerraformRun, verb: string, more: readonly string[]): Promise<ToolEnd> =>
  runTool({ ...run, arguments: words(verb, more) });

const words = (verb: string, more: readonly string[]) => [verb, "-input=false", "-no-color", ...more];
