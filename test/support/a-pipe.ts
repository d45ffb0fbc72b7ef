// A named pipe: a file whose lines come when its writer likes, or never.

import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Makes one in a folder, and gives its path. */
export function aPipe(folder: string, name: string): string {
  const path = join(folder, name);
  execFileSync("sh", ["-c", 'mkfifo "$0"', path]);
  return path;
}
