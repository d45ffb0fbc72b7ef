// Runs terraform and cdk as processes of their own: their words go to the terminal, and an end by the user reaches them.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** One call of a tool. */
export interface ToolCall {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Gets each line of both outputs as it comes; absent where nobody is to see them. */
  readonly onLine?: (line: string) => void;
  /**
   * A file descriptor that both outputs go straight to, past `onLine` and `ToolEnd`: the tool then comes to its own end also
   * where this process is gone. Into a pipe that nobody reads any more it could not write, and would fall over.
   */
  readonly writesTo?: number | undefined;
  /** Where the user ends, the tool is interrupted, once, and may come to its own orderly end. */
  readonly ended?: AbortSignal;
}

/** How it ended. `output` is all of standard output, `complaints` all of standard error. */
export interface ToolEnd {
  readonly code: number;
  readonly output: string;
  readonly complaints: string;
}

/**
 * Resolves with any exit code; one ended by a signal, or not begun since the user has ended, has 130. Rejects where the
 * tool can't be started.
 */
export async function runTool(tool: ToolCall): Promise<ToolEnd> {
  const { command, folder, environment, onLine, writesTo, ended } = tool;
  if (ended?.aborted) return { code: 130, output: "", complaints: "" };
  const child = spawn(command, tool.arguments, {
    cwd: folder,
    env: environment,
    stdio: ["ignore", writesTo ?? "pipe", writesTo ?? "pipe"],
    // Ctrl-C goes to all of a terminal's group: with ours, terraform would hear of it twice and drop everything.
    detached: true,
  });
  const interrupt = () => signal(child);
  ended?.addEventListener("abort", interrupt, { once: true });
  const [said, complained]: [string[], string[]] = [[], []];
  const read = (stream: NodeJS.ReadableStream | null, lines: string[]) => {
    if (stream === null) return;
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      onLine?.(line);
    });
  };
  read(child.stdout, said);
  read(child.stderr, complained);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 130));
    });
    return { code, output: said.join("\n"), complaints: complained.join("\n") };
  } finally {
    ended?.removeEventListener("abort", interrupt);
  }
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
