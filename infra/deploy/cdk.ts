// The AWS half in the hands of the cdk command, which runs infra/app.ts as `npx cdk` does.

import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { runTool, type ToolCall, type ToolEnd } from "./run-tool.ts";
import { toolError } from "./tool-error.ts";

/** The fabric file and stage that infra/app.ts is to read, and where the synthesized half is put. */
export interface CdkRun extends Omit<ToolCall, "arguments" | "command" | "folder"> {
  readonly file: string;
  readonly stage?: string | undefined;
  readonly outdir: string;
}

const root = join(import.meta.dirname, "../..");

/** Makes or changes every stack; one that is as it should be is left alone, one that is empty goes. */
export const deployStacks = (run: CdkRun): Promise<void> =>
  must(run, "deploy", ["--all", "--require-approval", "never"]);

/** Takes every stack away that the lock knows. */
export const destroyStacks = (run: CdkRun): Promise<void> =>
  must(run, "destroy", ["--all", "--force", "-c", "leaving=true"]);

/** Shows how the stacks in the cloud differ from the fabric. A change set would be something made. */
export const diffStacks = (run: CdkRun): Promise<void> => must(run, "diff", ["--method", "template"]);

async function must({ file, stage, outdir, environment, ...run }: CdkRun, verb: string, more: readonly string[]) {
  const bin = join(dirname(createRequire(import.meta.url).resolve("aws-cdk/package.json")), "bin/cdk");
  // What is to be said of the file was said already, and the bundles are built.
  const context = [
    "-c",
    `fabric=${file}`,
    "-c",
    "ready=true",
    ...(stage === undefined ? [] : ["-c", `stage=${stage}`]),
  ];
  const flags = ["--output", outdir, "--no-notices", "--no-version-reporting", "--no-color"];
  const end = await runTool({
    ...run,
    environment: appEnvironment(environment),
    command: process.execPath,
    arguments: [bin, verb, ...more, ...context, ...flags],
    // cdk.json lies there.
    folder: root,
  });
  if (end.code === 0) return;
  for (const line of hints(end)) run.onLine?.(line);
  throw toolError("cdk", verb, end, run.ended);
}

/** What cdk tells whoever has not bootstrapped does not work here as it stands: there is an app, which wants a fabric. */
function hints({ complaints, output }: ToolEnd): readonly string[] {
  const [, place] =
    /not found in (aws:\/\/\S+?)\. Has the environment been bootstrapped/.exec(complaints + output) ?? [];
  return place === undefined ? [] : [`hopspan: bootstrap it, in ${root}: npx cdk bootstrap --app "" ${place}`];
}

/** The app runs on this very Node.js, and hears of file and stage from the command alone. */
function appEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { HOPSPAN_FABRIC: _file, HOPSPAN_STAGE: _stage, PATH = "", ...rest } = environment;
  return { ...rest, PATH: [dirname(process.execPath), PATH].join(delimiter) };
}
