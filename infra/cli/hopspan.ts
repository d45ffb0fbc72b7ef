#!/usr/bin/env node
// The `hopspan` command: finds the verb, runs it, and turns whatever happens into one clear line and an exit code.

import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { endingOf } from "./ending.ts";
import { main } from "./main.ts";
import { onScreen } from "./screen.ts";
import { watchParent } from "./watch-parent.ts";

/** How long what hangs outside may keep the process when its verb has ended. */
const LINGER_MS = 1_000;
/** How wide lines are where no terminal says. */
const COLUMNS = 80;
/** A reader of a pipe that has gone (`hopspan receive | head -1`), and a terminal that was closed. */
const UNHEARD: ReadonlySet<string | undefined> = new Set(["EPIPE", "EIO"]);

const { ended, end } = endingOf(process);
watchParent(end);

const words = process.argv.slice(2);
const interactive = process.stdout.isTTY === true;
let isHeard = true;
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (!UNHEARD.has(code)) process.exit(1);
  // What `receive` has shown to nobody must stay where it is. Only a run has something to bring to its end.
  if (words[0] !== "dev") process.exit(0);
  isHeard = false;
  end();
});
process.stderr.on("error", () => {});

process.exitCode = await main(words, {
  out: (text) => void (isHeard && process.stdout.write(`${onScreen(text, interactive)}\n`)),
  err: (text) => void process.stderr.write(`${onScreen(text, process.stderr.isTTY === true)}\n`),
  interactive,
  // A window can be drawn wider while a verb runs.
  get columns() {
    return process.stdout.columns || COLUMNS;
  },
  keyboard: process.stdin.isTTY === true,
  environment: process.env,
  folder: process.cwd(),
  input: () => buffer(addAbortSignal(ended, process.stdin)),
  ended,
});
// Only requests to servers that don't answer can still be open: they are not waited for.
setTimeout(() => process.exit(), LINGER_MS).unref();
