// Function bundles as tests want them: a folder with `index.cjs`, and a look at whether their processes are gone.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, vi } from "vitest";

/** Writes bundles that are removed after each test. */
export function bundles(): (source: string) => string {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return (source) => {
    const folder = mkdtempSync(join(tmpdir(), "hopspan-bundle-"));
    folders.push(folder);
    writeFileSync(join(folder, "index.cjs"), source);
    return folder;
  };
}

/** A zombie counts as gone: a parent that was killed can't collect it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (thrown) {
    // Without /proc the signal alone has to do.
    return (thrown as NodeJS.ErrnoException).code === "ENOENT" && process.platform !== "linux";
  }
}

export async function expectGone(pids: readonly number[]): Promise<void> {
  expect(pids).not.toEqual([]);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 20_000 });
}
