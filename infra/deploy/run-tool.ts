// Runs terraform and cdk as processes of their own: their words go to the terminal, and an end by the user reaches them.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { HopspanError } from "../../shared/core/errors.ts";

/** One call of a tool. */
export interface ToolCall {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Gets each line of both outputs as it comes; absent where nobody is to see them. */
  readonly onLine?: (line: string) => void;
  /** Where the user ends, the tool is interrupted, once, and may come to its own orderly end. */
  readonly ended?: AbortSignal;
}

/** How it ended. `output` is all of standard output. */
export interface ToolEnd {
  readonly code: number;
  readonly output: string;
}

/**
 * Resolves with any exit code; one ended by a signal, or not begun since the user has ended, has 130. Rejects where the
 * tool can't be started.
 */
export async function runTool({ command, folder, environment, onLine, ended, ...call }: ToolCall): Promise<ToolEnd> {
  if (ended?.aborted) return { code: 130, output: "" };
  const child = spawn(command, call.arguments, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C goes to all of a terminal's group: with ours, terraform would hear of it twice and drop everything.
    detached: true,
  });
  const interrupt = () => signal(child);
  ended?.addEventListener("abort", interrupt, { once: true });
  const lines: string[] = [];
  const read = (stream: NodeJS.ReadableStream, keep: (line: string) => void) => {
    createInterface({ input: stream }).on("line", (line) => {
      keep(line);
      onLine?.(line);
    });
  };
  read(child.stdout, (line) => void lines.push(line));
  read(child.stderr, () => {});
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 130));
    });
    return { code, output: lines.join("\n") };
  } finally {
    ended?.removeEventListener("abort", interrupt);
  }
}

/** What is said of a tool that did not do what it should: its own words stand above. */
export function toolError(tool: "terraform" | "cdk", verb: string, code: number, ended?: AbortSignal): HopspanError {
  const said = ended?.aborted
    ? `${tool} ${verb} was ended: run the command again to go on from there`
    : `${tool} ${verb} ended with ${code}: mend what it says above, and run the command again`;
  return new HopspanError(tool.toUpperCase(), said, false);
}

/** To the tool and all that it has started, as a terminal would. */
function signal({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGINT");
  } catch {
    // It has come to its end.
  }
}
