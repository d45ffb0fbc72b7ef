// The source that a function is built from in the cloud: one archive per crossing, byte for byte the same everywhere.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { ConfigError } from "../../../shared/core/errors.ts";
import type { Crossing } from "../../../shared/fabric/link.ts";
import { lockedTo, type PackageLock } from "./locked.ts";

/** An archive and the name that its content gives it: what has changed has another name. */
export interface Archive {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where the bundle of a crossing lies: a folder with `index.cjs`. */
export type Bundles = (crossing: Crossing) => string;

const root = join(import.meta.dirname, "../../..");

/** What starts a function and calls its handler: https://docs.cloud.google.com/run/docs/runtimes/function-frameworks */
const FRAMEWORK = "@google-cloud/functions-framework";

/**
 * The bundle as index.js, with the framework in the version that this project is tested with; `files` are texts that lie
 * beside it. Reads this project's own lock. Throws `ConfigError` where the bundle is not built.
 */
export function archive(crossing: Crossing, bundles: Bundles, files: Readonly<Record<string, string>> = {}): Archive {
  const bundle = join(bundles(crossing), "index.cjs");
  if (!existsSync(bundle)) throw unbuilt(crossing);
  const { manifest, lock } = lockedTo(
    JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as PackageLock,
    FRAMEWORK,
  );
  const texts = { "package.json": json(manifest), "package-lock.json": json(lock), ...files };
  const bytes = zipped({ "index.js": readFileSync(bundle), ...mapped(texts, strToU8) });
  const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return { name: `${crossing}-${mark}.zip`, bytes };
}

/** An archive holds local times; the first one that it can hold is the same text in every zone. */
const zipped = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const mapped = <From, To>(table: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));

function unbuilt(crossing: Crossing): ConfigError {
  const message = `the bundle of ${crossing} is not built: run npm run build first`;
  return new ConfigError([{ severity: "error", code: "BUNDLE", message }]);
}
