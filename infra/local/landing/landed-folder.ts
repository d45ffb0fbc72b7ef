// Where what has landed lies: a SQLite file per dataset, a folder per bucket.

import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lockFolder } from "./folder-lock.ts";

/** A folder that one run writes to. */
export interface LandedFolder {
  readonly path: string;
  /** False where it goes with the run. */
  readonly isKept: boolean;
  /** Takes away what is not kept, and lets another run write to what is; may be called again, and happens by itself when the process exits. */
  clear(): void;
}

/** Makes the folder that was named, or one that goes with the run. Throws as `lockFolder` does, and what the system says. */
export function landedFolder(named: string | undefined): LandedFolder {
  if (named !== undefined) {
    mkdirSync(named, { recursive: true });
    return { path: named, isKept: true, clear: lockFolder(named) };
  }
  const path = mkdtempSync(join(tmpdir(), "hopspan-landed-"));
  const clear = () => {
    rmSync(path, { recursive: true, force: true });
    process.off("exit", clear);
  };
  process.once("exit", clear);
  return { path, isKept: false, clear };
}

const DATASETS = "bigquery";
const ENDING = ".sqlite";

/** The file of a dataset. */
export const datasetFile = (folder: string, dataset: string): string => join(folder, DATASETS, `${dataset}${ENDING}`);

/** The datasets that are there, sorted; none where nothing has landed. */
export function datasetsIn(folder: string): readonly string[] {
  try {
    const files = readdirSync(join(folder, DATASETS)).filter((name) => name.endsWith(ENDING));
    return files.map((name) => name.slice(0, -ENDING.length)).sort();
  } catch {
    return [];
  }
}

/** Where objects wait that are still written to. */
export const openObjectsFile = (folder: string): string => join(folder, `open-objects${ENDING}`);

/** The file of an object: folders for its slashes, and nothing outside the bucket's own folder, whatever its name. */
export const objectFile = (folder: string, bucket: string, name: string): string =>
  join(folder, "gcs", bucket, ...name.split("/").map(segment));

/** A name of a file that is that segment, but for those that would lead elsewhere or are none. */
const segment = (text: string): string =>
  /^\.{0,2}$/.test(text) ? `%${text.replaceAll(".", "2E")}` : text.replaceAll("\0", "%00");

/** What was renamed or made in a folder is on the disk, as a power cut would leave it. */
export function syncFolderOf(file: string): void {
  const folder = openSync(dirname(file), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
