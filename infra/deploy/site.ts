// What every step of a deployment is done with, and where it leaves its files.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HopspanError } from "../../shared/core/errors.ts";
import type { Loaded, Wanted } from "../load-deployment.ts";
import type { LockFile } from "./lock-file.ts";

/** One fabric in one stage, in the hands of one command. */
export interface Site {
  readonly wanted: Wanted;
  readonly loaded: Loaded;
  readonly lockFile: LockFile;
  /** What may be lost, as the user has said: addresses, or `all`. */
  readonly accepted: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** What the tools say, line by line. */
  readonly onLine: (line: string) => void;
  /** Where a tool that must not be cut off says it instead: a file descriptor. */
  readonly writesTo?: number | undefined;
  /** A headline before each step. */
  readonly onStep: (step: string) => void;
  readonly ended: AbortSignal;
  /** Builds the functions' bundles; called at most once, and not before the tools are found. */
  readonly build: () => Promise<unknown>;
}

/** The folder of the fabric file. */
export const homeOf = ({ wanted }: Site): string => dirname(resolve(wanted.file));

/** Where a half is written: below `.hopspan` beside the fabric file, one folder per fabric and stage. Made where it is not there. */
export function workFolder(site: Site, half: "aws" | "google"): string {
  const all = join(homeOf(site), ".hopspan");
  const folder = join(all, site.loaded.deployment.fabric, half);
  mkdirSync(folder, { recursive: true });
  // Wherever the fabric is kept, what tools leave here is nobody else's: terraform's state among it.
  writeFileSync(join(all, ".gitignore"), "*\n");
  return folder;
}

/** Begins a step with its headline; throws where the user has ended meanwhile. */
export function begin({ ended, onStep }: Site, step: string): void {
  if (ended.aborted)
    throw new HopspanError("ENDED", `ended before "${step}": run the command again to go on from there`, true);
  onStep(step);
}
