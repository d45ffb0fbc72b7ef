#!/usr/bin/env node
// The `hopspan` command: finds the verb, runs it, and turns whatever happens into one clear line and an exit code.

import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import { endingOf } from "./ending.ts";
import { main } from "./main.ts";
import { onScreen } from "./screen.ts";
import { standardOutput } from "./standard-output.ts";
import { watchParent } from "./watch-parent.ts";

/** How long what hangs outside may keep the process when its verb has ended. */
const LINGER_MS = 1_000;
/** How wide lines are where no terminal says. */
const COLUMNS = 80;

const { ended, end } = endingOf(process);
watchParent(end);

const words = process.argv.slice(2);
const interactive = process.stdout.isTTY === true;
// A run would go on for nobody. Any other verb comes to its end by itself, and a deployment must not stop half-way.
const isEndless = words[0] === "dev" || words[0] === "servers" || words.includes("--watch");
const output = standardOutput(process.stdout.fd, process.stdout, () => isEndless && end());
process.stderr.on("error", () => {});

process.exitCode = await main(words, {
  out: (text) => output.write(`${onScreen(text, interactive)}\n`),
  written: output.written,
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
