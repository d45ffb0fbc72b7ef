// Which terraform there is, and how it is started: with nothing of the machine's own settings, and never left behind.

import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { findTerraform } from "../../../../infra/deploy/find-terraform.ts";

/** How one call ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Makes calls in one folder. */
export interface Calls {
  /** Resolves with any exit code; rejects where the call had to be killed. */
  call(...words: readonly string[]): Promise<Ended>;
  /** Kills what still runs; resolves once nothing does. */
  end(): Promise<void>;
}

const found = search();

function search(): { readonly program?: string; readonly missing?: string } {
  try {
    return { program: resolve(findTerraform(process.env)) };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** What is missing to run terraform, in one plain line; undefined where it can be run. `TERRAFORM_BINARY_NAME` counts. */
export const terraformMissing = found.missing;

/** Longer than any call takes. */
const TIMEOUT_MS = 120_000;

/** To be called only where nothing is missing. */
export function callsIn(folder: string, env: NodeJS.ProcessEnv): Calls {
  const ending = new AbortController();
  const running = new Set<Promise<Ended>>();
  const atExit = () => ending.abort();
  process.once("exit", atExit);
  return {
    async call(...words) {
      const call = run(words, { cwd: folder, env, signal: ending.signal });
      running.add(call);
      return call.finally(() => running.delete(call));
    },
    async end() {
      ending.abort();
      await Promise.allSettled(running);
      process.off("exit", atExit);
    },
  };
}

interface Where {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

function run(words: readonly string[], where: Where): Promise<Ended> {
  const { program } = found;
  if (program === undefined) throw new Error(terraformMissing);
  const limits = { ...where, timeout: TIMEOUT_MS, killSignal: "SIGKILL", maxBuffer: Number.POSITIVE_INFINITY } as const;
  return new Promise((settle, reject) => {
    let ended = (): void => {};
    const child = execFile(program, words, limits, (error, out, err) => {
      const code = error === null ? 0 : error.code;
      const tell = (): void =>
        typeof code === "number"
          ? settle({ code, out, err })
          : reject(new Error(`terraform ${words[0]} was ended`, { cause: error }));
      // Where it is aborted, this is called before the process is gone.
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) ended = tell;
      else tell();
    });
    child.once("exit", () => ended());
  });
}
