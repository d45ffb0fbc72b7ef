// Starts Node in a process of its own that never outlives this one: what both function hosts run handlers in.

import { type ChildProcess, spawn } from "node:child_process";
import { killGroup } from "./kill-group.ts";
import { LIFELINE_FD } from "./lifeline.ts";
import { eachLine } from "./lines.ts";
import { heapFlags } from "./memory-limit.ts";

/** What a child runs, where, and who hears it. */
export interface ChildOptions {
  /** The path of a file that calls `dieWithParent` first of all, but for a foreign one. */
  readonly script: string;
  /** Its working folder. */
  readonly folder: string;
  /** All that it sees of an environment, beside the PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** True for a program that is not ours: what ties it to us goes ahead of it. */
  readonly isForeign?: boolean;
  /** What it may hold, in MiB: its first word, which it has to hand on to `dieWithParent`. No limit where absent. */
  readonly memoryMb?: number | undefined;
  /** Called for each line of its standard output and standard error. */
  readonly onLine: (line: string) => void;
  /** Called for what it says with `process.send`. */
  readonly onMessage?: (message: unknown) => void;
}

/** How a process has ended: `how` in words, as `exited with code 1`, `was killed by SIGKILL`; neither of the others where it never began. */
export interface ChildEnd {
  readonly how: string;
  readonly code?: number;
  readonly signal?: string;
}

/** A process that has been started. */
export interface Child {
  /** Absent where it could not be started at all: `ended` says why. */
  readonly pid: number | undefined;
  /** Resolves when it has ended and its lines are told. */
  readonly ended: Promise<ChildEnd>;
  /** Ends it and all that it has started at once (SIGKILL); may be called again, and after its end. */
  kill(): void;
}

const TIED = new URL("./tied.ts", import.meta.url).href;

/** How long the output of an ended child may stay open, which only a process that has left its group can cause. */
const LAST_OUTPUT_MS = 1_000;

/**
 * Never throws: a process that can't be started is one that has ended. The child has a session of its own, so that a
 * Ctrl-C in the terminal reaches the parent alone, which then decides.
 */
export function startChild(options: ChildOptions): Child {
  const { folder, environment, onLine, onMessage } = options;
  const stdio = ["ignore", "pipe", "pipe"] as ("ignore" | "pipe" | "ipc")[];
  stdio[LIFELINE_FD] = "pipe";
  stdio.push("ipc");
  const child = spawn(process.execPath, commandOf(options), {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...environment },
    stdio,
    detached: true,
    serialization: "json",
  });
  const ended = endOf(child);
  for (const stream of [child.stdout, child.stderr]) if (stream !== null) eachLine(stream, onLine);
  child.stdio[LIFELINE_FD]?.on("error", () => {});
  if (onMessage !== undefined) child.on("message", onMessage);
  const kill = () => {
    // Once it has ended, its number may be another's.
    if (child.exitCode === null && child.signalCode === null) killGroup(child.pid);
  };
  return { pid: child.pid, ended, kill };
}

/** What Node is called with. */
function commandOf({ script, isForeign = false, memoryMb }: ChildOptions): readonly string[] {
  const ahead = isForeign ? ["--import", TIED] : [];
  return [...heapFlags(memoryMb), ...ahead, script, String(memoryMb ?? "")];
}

function endOf(child: ChildProcess): Promise<ChildEnd> {
  const { promise, resolve } = Promise.withResolvers<ChildEnd>();
  child.on("error", (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) resolve({ how: `could not be started (${error.code ?? error.name})` });
  });
  child.once("exit", () => {
    killGroup(child.pid);
    const cut = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, LAST_OUTPUT_MS);
    child.once("close", () => clearTimeout(cut));
  });
  child.once("close", (code, signal) =>
    resolve(
      signal === null
        ? { how: `exited with code ${code}`, code: code ?? 0 }
        : { how: `was killed by ${signal}`, signal },
    ),
  );
  return promise;
}
