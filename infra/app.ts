// What `cdk synth` and `cdk deploy` run, by cdk.json: a fabric file to CloudFormation templates.

import { existsSync } from "node:fs";
import { App } from "aws-cdk-lib";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { ConfigError, describeProblem } from "../shared/core/errors.ts";
import { Fabric } from "./aws/fabric.ts";
import { goneStacks } from "./aws/gone-stacks.ts";
import { checkTrust } from "./aws/trust.ts";
import { bundleFunctions } from "./bundle.ts";
import { loadDeployment } from "./load-deployment.ts";

const DEFAULT_FILE = "fabric.yaml";

/** What every cdk command needs, and the one that people type first does not. */
const unnamed = () =>
  new ConfigError([
    {
      severity: "error",
      code: "NO_FABRIC",
      message: `there is no ${DEFAULT_FILE} here: name the fabric with -c fabric=PATH/${DEFAULT_FILE}; cdk bootstrap needs none, with --app "" behind it`,
    },
  ]);

/** By `-c fabric=FILE` and `-c stage=STAGE`, or by the environment. Looks nothing up in any cloud. */
async function synthesize(): Promise<void> {
  const app = new App({ autoSynth: false, analyticsReporting: false, context: flags });
  const given = (key: string): string | undefined =>
    app.node.tryGetContext(key) ?? process.env[`HOPSPAN_${key.toUpperCase()}`];
  const file = given("fabric") ?? DEFAULT_FILE;
  if (given("fabric") === undefined && !existsSync(file)) throw unnamed();
  const { deployment, lock, warnings } = await loadDeployment({ file, stage: given("stage") });
  // All that destroying has to know is which stacks there are.
  if (app.node.tryGetContext("leaving") !== undefined) {
    goneStacks(app, lock, new Set());
    app.synth();
    return;
  }
  const isReady = app.node.tryGetContext("ready") !== undefined;
  if (!isReady)
    for (const each of warnings) if (each.severity === "warning") process.stderr.write(`${describeProblem(each)}\n`);
  // Told at once, and not after all the bundling.
  checkTrust(deployment, lock);
  if (!isReady) await bundleFunctions();
  new Fabric(app, deployment.fabric, { deployment, lock });
  app.synth();
}

try {
  await synthesize();
} catch (error) {
  // Where our code stands is of no use to whoever has typed a cdk command.
  if (process.env["HOPSPAN_DEBUG"]) throw error;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
