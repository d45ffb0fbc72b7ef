// A crossing's bundle as an asset, with the files that some of its functions need beside it: uploaded once per stack.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stack } from "aws-cdk-lib";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { Construct } from "constructs";
import { ConfigError } from "../../shared/core/errors.ts";
import type { Crossing } from "../../shared/fabric/link.ts";
import type { Told } from "./environment.ts";

/** Where the bundle of a crossing lies. */
export type Bundles = (crossing: Crossing) => string;

/**
 * The code of a function. Its hash says what is in it and nothing of where it lay, so that it is the same on every
 * machine. Throws `ConfigError` where the bundle is not built.
 */
export function bundleAsset(scope: Construct, bundles: Bundles, crossing: Crossing, files: Told["files"]): Asset {
  const folder = bundles(crossing);
  if (!existsSync(join(folder, "index.cjs"))) throw unbuilt(crossing);
  const stack = Stack.of(scope);
  const id = `Bundle-${crossing}-${markOf(files)}`;
  const made = stack.node.tryFindChild(id) as Asset | undefined;
  return made ?? withFiles(folder, files, (path) => new Asset(stack, id, { path, deployTime: true }));
}

const markOf = (files: Told["files"]): string =>
  createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 8);

/** CDK copies an asset as it is made: the folder that it is put together in can go at once. */
function withFiles<Made>(bundle: string, files: Told["files"], make: (path: string) => Made): Made {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-bundle-"));
  try {
    cpSync(bundle, folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return make(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function unbuilt(crossing: Crossing): ConfigError {
  const message = `the bundle of ${crossing} is not built: run npm run build first`;
  return new ConfigError([{ severity: "error", code: "BUNDLE", message }]);
}
