// The archives of one half: each made once, and written beside the stack or the module that names them.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Archive, archive, type Bundles } from "./archive.ts";
import { type ArchiveOf, SOURCES } from "./upload.ts";

/** Makes archives as they are asked for; `archives` are those that were. */
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

/** Into the folder of a stack or a module; sources of earlier times are removed. */
export function writeSources(folder: string, archives: Iterable<Archive>): void {
  const sources = join(folder, SOURCES);
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources, { recursive: true });
  for (const { name, bytes } of archives) writeFileSync(join(sources, name), bytes);
}
