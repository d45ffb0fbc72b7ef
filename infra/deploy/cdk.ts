// The AWS half in the hands of the cdk command, which runs infra/app.ts as `npx cdk` does.

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { HopspanError } from "../../shared/core/errors.ts";
import { runTool, type ToolCall } from "./run-tool.ts";

/** The fabric file and stage that infra/app.ts is to read, and where the synthesized half is put. */
export interface CdkRun extends Omit<ToolCall, "arguments" | "command" | "folder"> {
  readonly file: string;
  readonly stage?: string | undefined;
  readonly outdir: string;
}

const root = join(import.meta.dirname, "../..");

/** Makes or changes every stack; one that is as it should be is left alone. */
export const deployStacks = (run: CdkRun): Promise<void> =>
  must(run, "deploy", ["--all", "--require-approval", "never"]);

/** Takes every stack away, the last one first. */
export const destroyStacks = (run: CdkRun): Promise<void> => must(run, "destroy", ["--all", "--force"]);

/** Shows how the stacks in the cloud differ from the fabric. */
export const diffStacks = (run: CdkRun): Promise<void> => must(run, "diff", ["--all"]);

async function must({ file, stage, outdir, ...run }: CdkRun, verb: string, more: readonly string[]): Promise<void> {
  const bin = join(dirname(createRequire(import.meta.url).resolve("aws-cdk/package.json")), "bin/cdk");
  const context = ["-c", `fabric=${file}`, ...(stage === undefined ? [] : ["-c", `stage=${stage}`])];
  const flags = ["--output", outdir, "--no-notices", "--no-version-reporting", "--no-color"];
  const { code } = await runTool({
    ...run,
    command: process.execPath,
    arguments: [bin, verb, ...more, ...context, ...flags],
    // cdk.json lies there.
    folder: root,
  });
  if (code !== 0)
    throw new HopspanError(
      "CDK",
      `cdk ${verb} ended with ${code}: mend what it says above, and run the command again`,
      false,
    );
}
