// How `send` and `receive` find the fabric that `dev` runs here: a small file while it runs, gone when it ends.

import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { lookUp } from "../local/process/look-up.ts";
import { CommandError, EXIT } from "./verb.ts";

/** A fabric that runs on this machine. */
export interface Running {
  readonly pid: number;
  readonly fabric: string;
  /** The fabric file, absolute. */
  readonly file: string;
  readonly sqsEndpoint: string;
  readonly pubsubHost: string;
  /** The folder in which bodies of claim checks lie. */
  readonly claims: string;
  /** The folder in which what has landed lies; absent where nothing lands. */
  readonly landed?: string;
}

/** With what tells its process from a later one of the same number. A folder may be shared between machines. */
interface Written extends Running {
  readonly host?: string;
  readonly started?: string;
}

const PLACE = ".hopspan";
const folderOf = (folder: string) => join(folder, PLACE);

/** Throws `CommandError` where a run of this folder could not be announced: found out before anything is started. */
export function checkPlace(folder: string): void {
  orRefuse(() => {
    const isThere = statSync(folderOf(folder), { throwIfNoEntry: false });
    if (isThere?.isDirectory() === false) throw Object.assign(new Error("it is no folder"), { code: "ENOTDIR" });
    accessSync(isThere === undefined ? folder : folderOf(folder), constants.W_OK | constants.X_OK);
  });
}

/** What the system says, as a line that says what is wanted, and what for. */
function orRefuse(act: () => void): void {
  try {
    act();
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    const isInTheWay = code === "ENOTDIR" || code === "EEXIST";
    const why = isInTheWay
      ? "something else has that name: take it away"
      : `it can't be written (${code}): run it in a folder of your own`;
    throw new CommandError(`dev needs a folder ${PLACE} here, in which send and receive find the run; ${why}`);
  }
}

/** Makes a run known to commands in the same folder, and takes away what is left of killed ones; the answer takes it back. Throws as `checkPlace` does. */
export function announce(folder: string, running: Running): () => void {
  const file = join(folderOf(folder), `dev-${running.pid}.json`);
  const started = lookUp(running.pid)?.started;
  const written: Written = { ...running, host: hostname(), ...(started === undefined ? {} : { started }) };
  orRefuse(() => {
    mkdirSync(folderOf(folder), { recursive: true });
    living(folder);
    // In one step, so that nobody ever reads half of it.
    writeFileSync(`${file}.part`, JSON.stringify(written));
    renameSync(`${file}.part`, file);
  });
  return () => rmSync(file, { force: true });
}

/**
 * The one fabric that runs in this folder, of this name, or of this process, if one is given. What a killed run has left
 * behind is taken away. Throws `CommandError` for none or several, with what to type.
 */
export function findRunning(folder: string, wanted?: string): Running {
  const isWanted = ({ fabric, pid }: Running) => wanted === undefined || fabric === wanted || String(pid) === wanted;
  const alive = living(folder);
  const [one, ...others] = alive.filter(isWanted);
  if (one === undefined) throw noneOf(alive, wanted);
  if (others.length > 0) throw severalOf([one, ...others]);
  return one;
}

function noneOf(alive: readonly Running[], wanted: string | undefined): CommandError {
  const start = 'start one with "npx hopspan dev" first';
  if (wanted === undefined) return new CommandError(`no fabric runs in this folder: ${start}`, EXIT.unavailable);
  const there = alive.length === 0 ? start : `there is ${alive.map(named).join(", ")}`;
  return new CommandError(`fabric ${wanted} does not run in this folder: ${there}`, EXIT.unavailable);
}

/** By name where names tell them apart, and else by process. */
function severalOf(running: readonly [Running, ...Running[]]): CommandError {
  const isApart = new Set(running.map(({ fabric }) => fabric)).size === running.length;
  const [first] = running;
  const all = running.map(named).join(", ");
  const choice = isApart ? first.fabric : first.pid;
  return new CommandError(`several fabrics run in this folder: ${all}; choose one, as with --fabric ${choice}`);
}

const named = ({ fabric, pid, sqsEndpoint }: Running) => `${fabric} (pid ${pid}, SQS at ${sqsEndpoint})`;

/** Those that run; what is left of others is taken away. */
function living(folder: string): readonly Running[] {
  const files = filesIn(folderOf(folder));
  return files.flatMap((file) => {
    const running = readOne(file);
    if (running !== undefined && isAlive(running)) return [running];
    // A damaged file tells nothing but the number in its name.
    const isLeft = running === undefined ? !isThere(Number(/(\d+)\.json$/.exec(file)?.[1])) : isHere(running);
    if (isLeft) rmSync(file, { force: true });
    return [];
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => /^dev-\d+\.json$/.test(file))
      .map((file) => join(folder, file));
  } catch {
    // No folder: nothing runs that we could name.
    return [];
  }
}

/** A damaged file, or one that was just taken away, hides no other run. */
function readOne(file: string): Written | undefined {
  try {
    const running = JSON.parse(readFileSync(file, "utf8")) as Written | null;
    return typeof running?.file === "string" ? running : undefined;
  } catch {
    return undefined;
  }
}

const isHere = ({ host }: Written): boolean => host === undefined || host === hostname();

/** A run that was killed leaves its file behind, and its number may be another's by now. */
function isAlive(running: Written): boolean {
  const { pid, started } = running;
  if (!isHere(running) || !isThere(pid)) return false;
  const found = lookUp(pid);
  if (found === undefined) return true;
  return !found.isZombie && (started === undefined || found.started === started);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Another user's is there too.
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}
