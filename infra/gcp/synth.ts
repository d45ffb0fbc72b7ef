// Writes the Google half of a fabric as the files that terraform or tofu works on.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider/index.js";
import { App, TerraformStack } from "cdktf";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { bundleFolder } from "../bundle.ts";
import { backend } from "./backend.ts";
import { googleHalf } from "./google-half.ts";
import { hasGoogleHalf } from "./has-google-half.ts";
import { type Archive, archive, type Bundles } from "./source/archive.ts";
import { type ArchiveOf, SOURCES } from "./source/upload.ts";

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
  const folder = join(outdir, "stacks", deployment.fabric);
  const app = new App({ outdir });
  const stack = new TerraformStack(app, deployment.fabric);
  new GoogleProvider(stack, "google", providerOf(deployment));
  backend(stack, deployment, { home, stack: folder });
  const { archiveOf, archives } = archiver(bundles);
  // The command asks before rows go, and BigQuery keeps a dropped table for a week.
  if (hasGoogleHalf(deployment)) googleHalf(stack, deployment, { archiveOf, protectsRows: false });
  app.synth();
  writeSources(folder, archives.values());
  return folder;
}

const providerOf = ({ gcp }: Deployment) => (gcp === undefined ? {} : { project: gcp.project, region: gcp.region });

/** Makes each archive once, and remembers what was made. */
export function archiver(bundles: Bundles) {
  const archives = new Map<string, Archive>();
  const archiveOf: ArchiveOf = (crossing, files) => {
    const key = JSON.stringify([crossing, files]);
    const made = archives.get(key) ?? archive(crossing, bundles, files);
    archives.set(key, made);
    return made;
  };
  return { archiveOf, archives };
}

/** Into the folder of a stack or a module, and nothing else beside them. */
export function writeSources(folder: string, archives: Iterable<Archive>): void {
  const sources = join(folder, SOURCES);
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources, { recursive: true });
  for (const { name, bytes } of archives) writeFileSync(join(sources, name), bytes);
}
