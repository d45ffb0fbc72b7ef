// Stops a child between two calls and lets it go on, as Lambda does with an environment that has nothing to do.

import { spawn } from "node:child_process";
import type { Child } from "./child.ts";
import { killGroup } from "./kill-group.ts";

/** Both may be called at any time, also after the child's end. */
export interface Freezer {
  /** Stops it and all that it has started: no timer fires, no socket is read, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

/** Waits for the end of its input, which comes with our own end, and wakes the group named by its first word. */
const GUARD = 'read -r _; kill -s CONT -- "-$0"';

/**
 * A stopped child does not see that its parent is gone: a guard, which is started with the first freeze and ends with
 * the child, wakes it then, so that its lifeline ends it.
 */
export function freezer({ pid, ended }: Pick<Child, "pid" | "ended">): Freezer {
  let isOver = false;
  let isFrozen = false;
  let isGuarded = false;
  void ended.then(() => {
    isOver = true;
  });

  function guard(group: number): void {
    isGuarded = true;
    const child = spawn("/bin/sh", ["-c", GUARD, String(group)], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.on("error", () => {});
    child.stdin.on("error", () => {});
    void ended.then(() => killGroup(child.pid));
  }

  function signal(name: "SIGSTOP" | "SIGCONT"): void {
    if (isOver || pid === undefined) return;
    try {
      process.kill(-pid, name);
    } catch {
      // It has ended, and is about to say so.
    }
  }
  return {
    freeze() {
      if (isFrozen || isOver || pid === undefined) return;
      if (!isGuarded) guard(pid);
      isFrozen = true;
      signal("SIGSTOP");
    },
    thaw() {
      if (!isFrozen) return;
      isFrozen = false;
      signal("SIGCONT");
    },
  };
}
