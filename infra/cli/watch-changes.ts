// Tells when files change that a run has read, however an editor writes them.

import { type FSWatcher, readdirSync, watch } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError, EXIT } from "./verb.ts";

/** How long no other change has to come before one is told, in milliseconds: an editor makes several of one. Ours. */
const QUIET_MS = 100;

/** The modules that a fabric may load, beside its own file. */
const MODULES = ["shared/transforms", "shared/schemas"].map((name) => join(import.meta.dirname, "../..", name));

/**
 * Calls `onChange` once things are quiet again after a change of the file, also where it was not there before, or of any module
 * of shared/transforms and shared/schemas. Gives what ends it. Throws `CommandError` where the system can't watch.
 */
export function watchChanges(file: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, QUIET_MS);
  };
  // An editor may put a new file in the place of the old one, so that the folder is what stays.
  const path = resolve(file);
  const watchers = [
    watching(dirname(path), (name) => name === basename(path) && changed()),
    ...MODULES.flatMap(foldersOf).map((folder) => watching(folder, (name) => name.endsWith(".ts") && changed())),
  ];
  return () => {
    clearTimeout(timer);
    for (const each of watchers) each.close();
  };
}

/** Each is watched by itself: on Linux, Node's own way to watch all of them at once loses a file whose place another takes. */
function foldersOf(folder: string): readonly string[] {
  const within = readdirSync(folder, { withFileTypes: true, recursive: true });
  return [folder, ...within.filter((each) => each.isDirectory()).map(({ parentPath, name }) => join(parentPath, name))];
}

function watching(folder: string, act: (name: string) => unknown): FSWatcher {
  try {
    const watcher = watch(folder, (_, name) => act(name ?? ""));
    // A folder that is taken away while it is watched is no reason to end: its file is missed by the next run.
    return watcher.on("error", () => {});
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw code === "ENOENT"
      ? new CommandError(`there is no folder ${folder} to watch`)
      : new CommandError(`${folder} can't be watched (${code})`, EXIT.unavailable);
  }
}
