// What stands in the project's folder, so that what tests leave there is seen.

import { readdirSync } from "node:fs";
import { join, posix } from "node:path";

/** Every path of a tree, folders with a stroke at their end. */
export type Tree = ReadonlySet<string>;

/** What no test is asked for: packages with their caches, and git's own. */
const SKIPPED = new Set(["node_modules", ".git"]);

/** Reads the tree as it is now. */
export function treeOf(root: string, folder = ""): Tree {
  const paths = readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return SKIPPED.has(entry.name) ? [] : [`${path}/`, ...treeOf(root, path)];
  });
  return new Set(paths);
}

/**
 * What is new. Somebody may write new files while the tests run, and a file that tests leave is seen by git; a folder with
 * nothing in it is seen by nobody. So every path counts where nobody else can have made it, which `CI` says, and empty
 * folders count everywhere.
 */
export function newEntries(
  before: Tree,
  after: Tree,
  { CI: alone }: NodeJS.ProcessEnv = process.env,
): readonly string[] {
  const files = [...after].filter((path) => !path.endsWith("/"));
  const isEmpty = (path: string) => path.endsWith("/") && !files.some((file) => file.startsWith(path));
  const isNew = (path: string) => !before.has(path) && (alone !== undefined || isEmpty(path));
  const within = (path: string) => path.slice(0, path.slice(0, -1).lastIndexOf("/") + 1);
  return [...after].filter((path) => isNew(path) && !(within(path) !== "" && isNew(within(path))));
}
