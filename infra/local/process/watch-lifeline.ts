// The thread that watches the lifeline and the memory, and ends the child, with all that it has started, by either.

import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { LIFELINE_FD } from "./lifeline.ts";
import { memoryGiven, overMemory } from "./memory-limit.ts";

/** A burst between two looks is missed: fewer of them would miss more, and each costs a system call. Ours. */
const LOOK_MS = 100;

/** A thread's own `process.stderr` goes by the main thread, which may be busy for good. */
const STANDARD_ERROR_FD = 2;

const end = () => process.kill(-process.pid, "SIGKILL");

new Socket({ fd: LIFELINE_FD, readable: true, writable: false }).on("error", end).on("close", end).resume();

const memoryMb = memoryGiven(process.argv);
if (memoryMb !== undefined) setInterval(look, LOOK_MS, memoryMb);

function look(limitMb: number): void {
  const line = overMemory(limitMb, process.memoryUsage.rss());
  if (line === undefined) return;
  try {
    writeSync(STANDARD_ERROR_FD, `${line}\n`);
  } catch {
    // Nobody reads fast enough: the end says it too.
  }
  end();
}
