// Ties a child to its parent's life, and to its memory: a handler that is busy or hung must not outlive, or outgrow, either.

import { Worker } from "node:worker_threads";

/** The child's end of a pipe that nobody writes to: it ends when the parent does, in whatever way. */
export const LIFELINE_FD = 3;

/**
 * Called once, first of all, in a child that `startChild` has started. A thread of its own watches the pipe, so that
 * the child dies also while its event loop is blocked. With a limit it dies as well once it holds more, as in the cloud.
 */
export function dieWithParent(memoryMb?: number): void {
  const argv = memoryMb === undefined ? [] : [memoryMb];
  new Worker(new URL("./watch-lifeline.ts", import.meta.url), { execArgv: [], stdin: false, argv }).unref();
}
