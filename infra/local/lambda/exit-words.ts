// How a process has ended, in the words in which Lambda tells it.

import type { ChildEnd } from "../process/child.ts";

/** Signals as Lambda, which is written in Go, names them: https://pkg.go.dev/syscall#Signal.String */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

/** `Runtime exited with error: signal: killed`, as for want of memory. */
export function exitWords({ how, code, signal }: ChildEnd): string {
  if (signal !== undefined) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  if (code === undefined) return `Runtime ${how}`;
  return code === 0 ? "Runtime exited without providing a reason" : `Runtime exited with error: exit status ${code}`;
}

/** What a caller is told of a failure around its call. */
export const ofRequest = (id: string, words: string): string => `RequestId: ${id} Error: ${words}`;
