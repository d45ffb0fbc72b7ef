// Bundles the four crossings: one file each, the very same that is deployed and that runs on this machine.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import type { Crossing } from "../shared/fabric/link.ts";

const root = join(import.meta.dirname, "..");

/** Where the bundle of a crossing lies: a folder with `index.cjs`, which exports `handler`. */
export const bundleFolder = (crossing: Crossing): string => join(root, "dist/functions", crossing);

/**
 * Writes `dist/functions/CROSSING/index.cjs` for every folder of `functions/`. CommonJS, since an ES module makes Node
 * load its own fetch client at start. A bundle that is there already is left alone, and a new one takes its place in one
 * step, so that functions can run meanwhile. Rejects where one does not build.
 */
export async function bundleFunctions(): Promise<void> {
  const folders = readdirSync(join(root, "functions"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  // All at once, since they have most of their sources in common: each is read once.
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: folders.map(({ name }) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: "dist/functions",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "silent",
    define: { "import.meta.dirname": "__dirname" },
    write: false,
  });
  for (const { path, contents } of outputFiles) replace(path, contents);
}

function replace(file: string, bytes: Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, bytes);
  renameSync(beside, file);
}

if (import.meta.main) await bundleFunctions();
