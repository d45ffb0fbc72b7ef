// A program run to its end, with nothing of this process's own environment but what Node has compiled already.

import { execFile } from "node:child_process";

/** How a program ended; all that it has said. */
export interface ProgramEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const TIMEOUT_MS = 120_000;

const { NODE_COMPILE_CACHE } = process.env;

/** Resolves with any exit code; one that had to be killed has 137. */
export const runProgram = (
  program: string,
  words: readonly string[],
  { folder, environment }: { readonly folder: string; readonly environment: NodeJS.ProcessEnv },
): Promise<ProgramEnd> =>
  new Promise((resolve) => {
    const limits = { timeout: TIMEOUT_MS, killSignal: "SIGKILL", maxBuffer: Number.POSITIVE_INFINITY } as const;
    execFile(
      program,
      words,
      { ...limits, cwd: folder, env: { NODE_COMPILE_CACHE, ...environment } },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 137;
        resolve({ code, out, err });
      },
    );
  });
