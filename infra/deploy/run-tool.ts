// Runs terraform and cdk as processes of their own: their words go to the terminal, and an end by the user reaches them.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** One call of a tool. */
export interface ToolCall {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Gets each line of both outputs as it comes; absent where nobody is to see them. */
  readonly onLine?: (line: string) => void;
  /** Where the user ends, the tool is interrupted once and may come to its own orderly end. */
  readonly ended?: AbortSignal;
}

/** How it ended. `output` is all of standard output. */
export interface ToolEnd {
  readonly code: number;
  readonly output: string;
}

/** Resolves with any exit code; one ended by a signal has 130. Rejects where the tool can't be started. */
export async function runTool({ command, folder, environment, onLine, ended, ...call }: ToolCall): Promise<ToolEnd> {
  const child = spawn(command, call.arguments, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const interrupt = () => void child.kill("SIGINT");
  ended?.addEventListener("abort", interrupt, { once: true });
  if (ended?.aborted) interrupt();
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
