// Bundles the two servers for the tests of others: `hopspan/servers` as plain JavaScript, for any Node.js from 20 on.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");

/** Where `exports` of package.json looks for them. */
const FOLDER = join(root, "dist/servers");

/** The types have no imports, so they are the beginning of the declarations; `embedded.ts` is held against them. */
const TYPES = join(root, "infra/local/embedded/embedded-types.ts");

const DECLARED = `
export declare const sqsServer: StartSqs;
export declare const pubsubServer: StartPubsub;
`;

/** Node.js 20 has no `Promise.withResolvers`; nothing global is touched for it. */
const WITH_RESOLVERS = `
function withResolvers() {
  let resolve, reject;
  const promise = new Promise((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}
`;

/** Writes `dist/servers/index.js` and `index.d.ts`; packages stay packages. Rejects where it does not build. */
export async function bundleServers(): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["infra/local/embedded/embedded.ts"],
    outfile: "dist/servers/index.js",
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    keepNames: true,
    legalComments: "none",
    logLevel: "silent",
    define: { "Promise.withResolvers": "withResolvers" },
    footer: { js: WITH_RESOLVERS },
    write: false,
  });
  for (const { contents } of outputFiles) replace("index.js", contents);
  replace("index.d.ts", readFileSync(TYPES, "utf8") + DECLARED);
}

/** In one step, so that whoever loads it never reads half of it. */
function replace(name: string, content: string | Uint8Array): void {
  mkdirSync(FOLDER, { recursive: true });
  const beside = join(FOLDER, `${name}.${process.pid}`);
  writeFileSync(beside, content);
  renameSync(beside, join(FOLDER, name));
}

if (import.meta.main) await bundleServers();
