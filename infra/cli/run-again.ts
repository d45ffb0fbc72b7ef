// Runs a verb again whenever something changes that it has read, until the user asks to end.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { killGroup } from "../local/process/kill-group.ts";
import { LIFELINE_FD } from "../local/process/lifeline.ts";
import { EXIT, type ExitCode, type Terminal } from "./verb.ts";
import { watchChanges } from "./watch-changes.ts";

const SCRIPT = join(import.meta.dirname, "watched-run.ts");

/** What is run, and what is said before each run but the first, on standard output, and after each, on standard error. */
export interface Again {
  readonly words: readonly string[];
  readonly file: string;
  readonly changed: string;
  readonly waiting: string;
}

/**
 * Each run has a process of its own and the very output of this one. A change ends a run that goes on, and begins the next.
 * Ends with 0 when the user asks, and no process is left. Throws `CommandError` where the system can't watch.
 */
export async function runAgain({ words, file, changed, waiting }: Again, terminal: Terminal): Promise<ExitCode> {
  const { ended, out, err, written } = terminal;
  let current: ChildProcess | undefined;
  let runs = Promise.resolve();
  const end = async () => {
    const child = current;
    current = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    killGroup(child.pid);
    await gone;
  };
  const begin = async (isFirst: boolean) => {
    await end();
    if (ended.aborted) return;
    if (!isFirst) out(changed);
    // The child writes to the same place, past what waits here. Nobody is left to read where this fails.
    await written().catch(() => {});
    const child = start(words);
    current = child;
    child.once("exit", () => current === child && err(waiting));
  };
  const next = (isFirst: boolean) => {
    runs = runs.then(() => begin(isFirst));
  };
  const close = watchChanges(file, () => next(false));
  next(true);
  if (!ended.aborted) await once(ended, "abort");
  close();
  await runs;
  await end();
  return EXIT.ok;
}

/** In a group of its own, so that a Ctrl-C reaches this process alone, which then decides; it dies with this one. */
function start(words: readonly string[]): ChildProcess {
  const stdio = ["ignore", "inherit", "inherit"] as ("ignore" | "inherit" | "pipe")[];
  stdio[LIFELINE_FD] = "pipe";
  const child = spawn(process.execPath, [SCRIPT, ...words], { stdio, detached: true });
  child.stdio[LIFELINE_FD]?.on("error", () => {});
  return child;
}
