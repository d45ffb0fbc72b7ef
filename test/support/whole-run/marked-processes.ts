// The processes that a run of tests has started, whoever is their parent by now.

import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A process that runs. */
export interface Running {
  readonly pid: number;
  readonly command: string;
}

/**
 * Every process in whose environment the mark stands, but this one and those that it has started itself. Nothing on
 * systems that do not tell of their processes in `/proc`.
 */
export function markedProcesses(mark: string): readonly Running[] {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name) && name !== String(process.pid))
    .filter((pid) => told(pid, "environ").includes(mark) && parentOf(pid) !== process.pid)
    .map((pid) => ({ pid: Number(pid), command: told(pid, "cmdline").replaceAll("\0", " ").trim() }));
}

/** The second field after the name, which stands in brackets and may hold anything. */
const parentOf = (pid: string): number => Number(told(pid, "stat").replace(/^.*\)/s, "").trim().split(" ")[1]);

/** Empty for a process that has ended, and for those of others. */
function told(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8");
  } catch {
    return "";
  }
}
