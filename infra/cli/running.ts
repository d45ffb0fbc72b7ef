// How `send` and `receive` find the fabric that `dev` runs here: a small file while it runs, gone when it ends.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, EXIT } from "./verb.ts";

/** A fabric that runs on this machine. */
export interface Running {
  readonly pid: number;
  readonly fabric: string;
  /** The fabric file, absolute. */
  readonly file: string;
  readonly sqsEndpoint: string;
  readonly pubsubHost: string;
}

const folderOf = (folder: string) => join(folder, ".hopspan");

/** Makes a run known to commands in the same folder; the answer takes that back. */
export function announce(folder: string, running: Running): () => void {
  const file = join(folderOf(folder), `dev-${running.pid}.json`);
  mkdirSync(folderOf(folder), { recursive: true });
  writeFileSync(file, JSON.stringify(running));
  return () => rmSync(file, { force: true });
}

/** The one fabric that runs in this folder, of this name if one is given. Throws `CommandError` for none or several. */
export function findRunning(folder: string, fabric?: string): Running {
  const alive = readAll(folder).filter((each) => isAlive(each.pid) && (fabric === undefined || each.fabric === fabric));
  const [one, ...others] = alive;
  if (one === undefined) {
    const which = fabric === undefined ? "no fabric runs" : `fabric ${fabric} does not run`;
    throw new CommandError(`${which} in this folder: start one with "hopspan dev" first`, EXIT.unavailable);
  }
  if (others.length > 0) {
    const names = alive.map((each) => each.fabric).join(", ");
    throw new CommandError(`several fabrics run in this folder (${names}): choose one with --fabric NAME`);
  }
  return one;
}

function readAll(folder: string): readonly Running[] {
  try {
    const files = readdirSync(folderOf(folder)).filter((file) => /^dev-\d+\.json$/.test(file));
    return files.flatMap((file) => readOne(join(folderOf(folder), file)));
  } catch {
    // No folder: nothing runs that we could name.
    return [];
  }
}

/** A damaged file, or one that was just taken away, hides no other run. */
function readOne(file: string): readonly Running[] {
  try {
    const running = JSON.parse(readFileSync(file, "utf8")) as Running | null;
    return typeof running?.file === "string" ? [running] : [];
  } catch {
    return [];
  }
}

/** A run that was killed leaves its file behind: what counts is whether its process lives. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
