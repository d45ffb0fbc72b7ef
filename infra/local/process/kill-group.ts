// Ends a child with all that it has started: each child has a group of its own.

/** Ends it at once, also where it was stopped; nothing where it has ended already, or never began. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended already.
  }
}
