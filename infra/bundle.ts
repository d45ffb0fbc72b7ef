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
 * step, so that functions can run meanwhile. Gives, per crossing, the files that went in. Rejects where one does not build.
 */
export async function bundleFunctions(): Promise<ReadonlyMap<Crossing, readonly string[]>> {
  const crossings = readdirSync(join(root, "functions"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const built = crossings.map(async ({ name }) => {
    const crossing = name as Crossing;
    const { metafile, outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [`functions/${name}/handler.ts`],
      outfile: `dist/functions/${name}/index.cjs`,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "cjs",
      minify: true,
      keepNames: true,
      legalComments: "none",
      logLevel: "silent",
      define: { "import.meta.dirname": "__dirname" },
      metafile: true,
      write: false,
    });
    for (const { path, contents } of outputFiles) replace(path, contents);
    return [crossing, Object.keys(metafile.inputs)] as const;
  });
  return new Map(await Promise.all(built));
}

function replace(file: string, bytes: Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, bytes);
  renameSync(beside, file);
}

if (import.meta.main) await bundleFunctions();
