// Writes the Google half of a fabric as the files that terraform or tofu works on.

import { join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { App, TerraformStack } from "cdktf";
import { constructId } from "../../shared/fabric/deployment/construct-id.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { bundleFolder } from "../bundle.ts";
import { backend } from "./backend.ts";
import { googleHalf } from "./google-half.ts";
import { hasGoogleHalf } from "./has-google-half.ts";
import type { Bundles } from "./source/archive.ts";
import { archiver, writeSources } from "./source/archives.ts";

/** Where the half is written: `outdir` is cdktf's `cdktf.out`, `home` the folder of the fabric file. */
export interface SynthOptions {
  readonly outdir: string;
  readonly home: string;
  readonly bundles?: Bundles;
}

/**
 * Writes `stacks/FABRIC/cdk.tf.json` and the sources beside it, the same for the same fabric and bundles, and gives the
 * folder that terraform runs in. Sources of earlier times are removed; what terraform itself keeps there stays. A fabric
 * with nothing in Google Cloud is an empty stack, by which terraform takes away what it has made before. Throws
 * `ConfigError` where a project number is needed and not there, or a bundle is not built.
 */
export function synthGoogle(deployment: Deployment, { outdir, home, bundles = bundleFolder }: SynthOptions): string {
  const id = constructId(deployment.fabric);
  const folder = join(outdir, "stacks", id);
  const app = new App({ outdir, context: { targetVersions: TOOLS } });
  const stack = new TerraformStack(app, id);
  new GoogleProvider(stack, "google", providerOf(deployment));
  backend(stack, deployment, { home, stack: folder });
  const { archiveOf, archives } = archiver(bundles);
  // The command asks before rows go, and BigQuery keeps a dropped table for a week.
  if (hasGoogleHalf(deployment)) googleHalf(stack, deployment, { archiveOf, protectsRows: false });
  app.synth();
  writeSources(folder, archives.values());
  return folder;
}

/** What a stack is written for; cdktf refuses what an older tool would not know, such as a state that S3 itself locks. */
const TOOLS = { terraform: ">=1.11.0", opentofu: ">=1.10.0" };

const providerOf = ({ gcp }: Deployment) => (gcp === undefined ? {} : { project: gcp.project, region: gcp.region });
