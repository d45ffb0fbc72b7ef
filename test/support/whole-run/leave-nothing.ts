// Fails a whole run of tests that leaves something behind: in the tree, among temporary files, or as a process.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { markedProcesses } from "./marked-processes.ts";
import { newEntries, treeOf } from "./tree.ts";

/** What has ended may take a moment to be gone. */
const PAUSES = 30;
const PAUSE_MS = 100;

/**
 * What vitest calls before the first test, and, what it gives, after the last. The temporary files of the run go into a
 * folder of its own, so that other runs on this machine are told apart. Its name is the mark of the run's processes: it
 * stands at the end of their PATH, which even those get that are told nothing else of their surroundings.
 */
export function setup(project: { readonly config: { readonly root: string } }): () => Promise<void> {
  const { root } = project.config;
  const folder = mkdtempSync(join(tmpdir(), "hopspan-test-"));
  const tree = treeOf(root);
  const { TMPDIR, PATH } = process.env;
  process.env["TMPDIR"] = folder;
  process.env["PATH"] = [PATH, folder].join(delimiter);
  const leftBehind = () => [
    ...newEntries(tree, treeOf(root)).map((path) => `${path} in the tree`),
    ...readdirSync(folder).map((name) => `${name} among the temporary files`),
    ...markedProcesses(folder).map(({ pid, command }) => `process ${pid}: ${command}`),
  ];
  return async () => {
    for (let pauses = 0; pauses < PAUSES && leftBehind().length > 0; pauses++) await pause(PAUSE_MS);
    const left = leftBehind();
    for (const { pid } of markedProcesses(folder)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    process.env["PATH"] = PATH;
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
    if (left.length > 0) throw new Error(`the tests have left behind:\n  ${left.join("\n  ")}`);
  };
}
