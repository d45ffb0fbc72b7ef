// What the system knows of a process: whose child it is, and whether its number still belongs to the same one.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";

/** A process as it is at the moment. */
export interface Found {
  readonly parent: number;
  /** Its program, or what it calls itself: `sh`, `npm start`; on Linux no longer than 15 characters. */
  readonly name: string;
  /** When it began, in the system's own words: together with its number the same for one process alone. */
  readonly started: string;
  /** True where it has ended, and nobody has asked yet how. */
  readonly isZombie: boolean;
}

/** Nothing where there is no such process, or the system can't be asked, as on Windows. */
export function lookUp(pid: number): Found | undefined {
  return existsSync("/proc/self/stat") ? lookUpInProc(pid) : lookUpWithPs(pid);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name stands in brackets, and may hold some itself. */
function lookUpInProc(pid: number): Found | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  const from = stat.indexOf("(") + 1;
  const to = stat.lastIndexOf(")");
  // Counted from the state, which is the third: the parent is the fourth, the start in ticks the 22nd.
  const fields = stat.slice(to + 2).split(" ");
  const [state = "", parent = ""] = fields;
  if (parent === "") return undefined;
  return {
    parent: Number(parent),
    name: stat.slice(from, to),
    started: fields[19] ?? "",
    isZombie: isOver(state),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // It is gone.
    return "";
  }
}

/** The same from `ps`, for systems without `/proc`. */
export function lookUpWithPs(pid: number): Found | undefined {
  const fields = ["ppid", "stat", "lstart", "comm"].flatMap((field) => ["-o", `${field}=`]);
  const { stdout } = spawnSync("ps", [...fields, "-p", String(pid)], { encoding: "utf8", env: { PATH, LC_ALL: "C" } });
  const [, parent, state = "", started = "", name = ""] = PS_LINE.exec(stdout ?? "") ?? [];
  return parent === undefined
    ? undefined
    : { parent: Number(parent), name: basename(name.trim()), started, isZombie: isOver(state) };
}

const PATH = process.env["PATH"];
/** A start in five words: `Wed Nov 25 17:16:52 2026`. */
const PS_LINE = /^\s*(\d+)\s+(\S+)\s+(\S+ +\S+ +\S+ +\S+ +\d{4})\s+(.*)/;

const isOver = (state: string): boolean => state.startsWith("Z") || state.startsWith("X");
