// Bundles the four crossings: one file each, the very same that is deployed and that runs on this machine.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Crossing } from "../shared/fabric/link.ts";

const root = join(import.meta.dirname, "..");

/** Where the bundle of a crossing lies: a folder with `index.cjs`, which exports `handler`. */
export const bundleFolder = (crossing: Crossing): string => join(root, "dist/functions", crossing);

/**
 * Writes `dist/functions/CROSSING/index.cjs` for every folder of `functions/`. CommonJS, since an ES module makes Node
 * load its own fetch client at start. Gives, per crossing, the files that went in. Rejects where one does not build.
 */
export async function bundleFunctions(): Promise<ReadonlyMap<Crossing, readonly string[]>> {
  const crossings = readdirSync(join(root, "functions"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const built = crossings.map(async ({ name }) => {
    const crossing = name as Crossing;
    const { metafile } = await build({
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
    });
    return [crossing, Object.keys(metafile.inputs)] as const;
  });
  return new Map(await Promise.all(built));
}

if (import.meta.main) await bundleFunctions();
