// The Google half as a terraform module, for those who have a terraform of their own to put it into.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../../shared/core/errors.ts";
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

const MAIN = "main.tf.json";

/** What terraform passes over, and by which we know a module of ours again. */
const mark = (fabric: string): string => `Written by hopspan synth for fabric ${fabric}: what is changed here is lost`;

/** Throws `ConfigError` for a folder with anything in it but an earlier module of this fabric: not even sources are lost. */
export function refuseFolder(folder: string, fabric: string): void {
  if (!existsSync(folder)) return;
  const isFolder = statSync(folder).isDirectory();
  if (isFolder && readdirSync(folder).length === 0) return;
  const said = isFolder ? markIn(join(folder, MAIN)) : undefined;
  if (said === mark(fabric)) return;
  const is = !isFolder ? "is a file" : said === undefined ? "holds something else" : `holds another module (${said})`;
  const message = `${folder} ${is}: name a folder for the module of fabric ${fabric} that is empty, or not there`;
  throw new ConfigError([{ severity: "error", code: "MODULE_FOLDER", message }]);
}

function markIn(file: string): string | undefined {
  try {
    const said = (JSON.parse(readFileSync(file, "utf8")) as { readonly "//"?: unknown } | null)?.["//"];
    return typeof said === "string" ? said : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes `main.tf.json` and the sources beside it: no provider and no state, which are its user's, and no variables, since
 * the fabric file says it all; `hopspan` and `push_urls` are outputs. Nobody asks before terraform takes a table away here,
 * so tables are protected. Throws as `synthGoogle` does.
 */
export function writeModule(deployment: Deployment, { folder, bundles = bundleFolder }: ModuleOptions): void {
  mkdirSync(folder, { recursive: true });
  const stack = unwrittenStack(deployment.fabric);
  const { archiveOf, archives } = archiver(bundles);
  googleHalf(stack, deployment, { archiveOf, protectsRows: true });
  const { resource, output } = stack.toTerraform() as Readonly<Record<string, unknown>>;
  const module = { terraform: { required_providers: PROVIDERS }, resource, output };
  const plain = JSON.parse(JSON.stringify(module, withoutNotes)) as typeof module;
  writeFileSync(join(folder, MAIN), `${JSON.stringify({ "//": mark(deployment.fabric), ...plain }, null, 2)}\n`);
  writeSources(folder, archives.values());
}

/** Cdktf notes beside each resource where it comes from in the code, which says nothing to a module's user. */
const withoutNotes = (key: string, value: unknown): unknown => (key === "//" ? undefined : value);
