#!/usr/bin/env node
// The `hopspan` command: finds the verb, runs it, and turns whatever happens into one clear line and an exit code.

import { buffer } from "node:stream/consumers";
import { main } from "./main.ts";

const ended = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    // The second Ctrl-C does not wait for anything to drain.
    if (ended.signal.aborted) process.exit(130);
    ended.abort();
  });
// A reader that went away (`hopspan receive | head -1`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await main(process.argv.slice(2), {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  interactive: process.stdout.isTTY === true,
  environment: process.env,
  folder: process.cwd(),
  input: () => buffer(process.stdin),
  ended: ended.signal,
});
