// Ties a child to its parent's life: a handler that is busy or hung must not outlive a parent that was killed.

import { Worker } from "node:worker_threads";

/** The child's end of a pipe that nobody writes to: it ends when the parent does, in whatever way. */
export const LIFELINE_FD = 3;

/**
 * Called once, first of all, in a child that `startChild` has started. A thread of its own watches the pipe, so that
 * the child dies also while its event loop is blocked.
 */
export function dieWithParent(): void {
  new Worker(new URL("./watch-lifeline.ts", import.meta.url), { execArgv: [], stdin: false }).unref();
}
