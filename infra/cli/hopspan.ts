#!/usr/bin/env node
// The `hopspan` command: finds the verb, runs it, and turns whatever happens into one clear line and an exit code.

import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { main } from "./main.ts";

/** One Ctrl-C may come twice at once: from the terminal, and again from npm, which passes it on. */
const ECHO_MS = 50;
/** How long what hangs outside may keep the process when its verb has ended. */
const LINGER_MS = 1_000;
/** How wide lines are where no terminal says. */
const COLUMNS = 80;

const ended = new AbortController();
let endedAt = 0;
const end = () => {
  if (ended.signal.aborted) return;
  endedAt = Date.now();
  ended.abort();
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, (_: NodeJS.Signals, value: number) => {
    // The second one does not wait for anything to drain.
    if (ended.signal.aborted && Date.now() - endedAt > ECHO_MS) process.exit(128 + value);
    end();
  });

const words = process.argv.slice(2);
let isHeard = true;
// A reader that went away (`hopspan receive | head -1`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.exit(1);
  // What `receive` has shown to nobody must stay where it is. Only a run has something to bring to its end.
  if (words[0] !== "dev") process.exit(0);
  isHeard = false;
  end();
});
process.stderr.on("error", () => {});

process.exitCode = await main(words, {
  out: (line) => void (isHeard && process.stdout.write(`${line}\n`)),
  err: (line) => void process.stderr.write(`${line}\n`),
  interactive: process.stdout.isTTY === true,
  // A window can be drawn wider while a verb runs.
  get columns() {
    return process.stdout.columns || COLUMNS;
  },
  keyboard: process.stdin.isTTY === true,
  environment: process.env,
  folder: process.cwd(),
  input: () => buffer(addAbortSignal(ended.signal, process.stdin)),
  ended: ended.signal,
});
// Only requests to servers that don't answer can still be open: they are not waited for.
setTimeout(() => process.exit(), LINGER_MS).unref();
