// The Google half as a terraform module, for those who have a terraform of their own to put it into.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { bundleFolder } from "../bundle.ts";
import { googleHalf } from "./google-half.ts";
import type { Bundles } from "./source/archive.ts";
import { archiver, writeSources } from "./source/archives.ts";
import { unwrittenStack } from "./unwritten-stack.ts";

/** Where the module is written. */
export interface ModuleOptions {
  readonly folder: string;
  readonly bundles?: Bundles;
}

/** What the module's resources are known to work with; whoever uses it pins one of these. */
const PROVIDERS = { google: { source: "hashicorp/google", version: ">= 6.50.0, < 7.0.0" } };

/**
 * Writes `main.tf.json` and the sources beside it: no provider and no state, which are its user's, and no variables, since
 * the fabric file says it all; `service_accounts` and `push_urls` are outputs. Nobody asks before terraform takes a table
 * away here, so tables are protected. Throws as `synthGoogle` does.
 */
export function writeModule(deployment: Deployment, { folder, bundles = bundleFolder }: ModuleOptions): void {
  mkdirSync(folder, { recursive: true });
  const stack = unwrittenStack(deployment.fabric);
  const { archiveOf, archives } = archiver(bundles);
  googleHalf(stack, deployment, { archiveOf, protectsRows: true });
  const { resource, output } = stack.toTerraform() as Readonly<Record<string, unknown>>;
  const module = { terraform: { required_providers: PROVIDERS }, resource, output };
  writeFileSync(join(folder, "main.tf.json"), `${JSON.stringify(module, withoutNotes, 2)}\n`);
  writeSources(folder, archives.values());
}

/** Cdktf notes beside each resource where it comes from in the code, which says nothing to a module's user. */
const withoutNotes = (key: string, value: unknown): unknown => (key === "//" ? undefined : value);
