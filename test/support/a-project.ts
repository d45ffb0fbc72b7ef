// A copy of this project that a test may break as its owner might: its own sources and bundles, the same packages.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Crossing } from "../../shared/fabric/link.ts";
import { ROOT, temporaryFolder } from "./run-command.ts";

const COPIED = ["functions", "infra", "shared", "package.json", "dist/functions"];

/** Expects the bundles to be there; removed with the file's last test. */
export function aProject() {
  const root = temporaryFolder();
  for (const name of COPIED) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  const bundles = (from: string, crossing: Crossing) => join(from, "dist/functions", crossing, "index.cjs");
  return {
    root,
    /** Puts code in front of all that a bundle does. */
    spoilBundle(crossing: Crossing, code: string): void {
      writeFileSync(bundles(root, crossing), `${code}\n${readFileSync(bundles(ROOT, crossing), "utf8")}`);
    },
    mendBundle(crossing: Crossing): void {
      cpSync(bundles(ROOT, crossing), bundles(root, crossing));
    },
    /** Puts code behind a source; the bundles are made anew by whoever needs them next. */
    spoilSource(file: string, code: string): void {
      writeFileSync(join(root, file), `${readFileSync(join(ROOT, file), "utf8")}\n${code}\n`);
      rmSync(join(root, "dist"), { recursive: true });
    },
    mendSource(file: string): void {
      cpSync(join(ROOT, file), join(root, file));
      cpSync(join(ROOT, "dist/functions"), join(root, "dist/functions"), { recursive: true });
    },
    /** The processes that run something of it, the command and its functions. */
    pids: (): readonly number[] => commandLines().flatMap(([pid, line]) => (line.includes(root) ? [pid] : [])),
  };
}

/** Of all processes. A system without /proc has `ps`, which slim images of Linux lack. */
function commandLines(): readonly (readonly [number, string])[] {
  if (existsSync("/proc/self/cmdline"))
    return readdirSync("/proc")
      .filter((name) => /^[0-9]+$/.test(name))
      .map((name) => [Number(name), commandLine(name)]);
  const lines = execFileSync("ps", ["-A", "-o", "pid=,command="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => [Number.parseInt(line, 10), line]);
}

/** A process may have ended meanwhile. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
