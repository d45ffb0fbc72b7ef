// When a command is to end: on a signal, with its terminal, or since nobody is left who has started it or hears it.

import type { EventEmitter } from "node:events";

/** What there is of a process here; tests bring their own. */
export interface Ended extends Pick<EventEmitter, "on"> {
  exit(code: number): void;
}

/** How a command is asked to end. */
export interface Ending {
  /** Aborted when it is to come to its end: what was begun is brought to an end first. */
  readonly ended: AbortSignal;
  /** Asks for the same; may be called again, and never ends anything at once. */
  readonly end: () => void;
}

/**
 * What comes so soon after the first signal is the same one, in milliseconds. Ours. A Ctrl-C comes from the terminal, and again
 * from npm, which passes it on; a terminal that closes tells the shell, the shell its jobs, and the system all of them.
 */
const ECHO_MS = { SIGINT: 200, SIGTERM: 200, SIGHUP: 2_000 } as const;

/** From now on the first signal asks, and a second one ends the process at once, with 128 and its number. */
export function endingOf(process: Ended, now: () => number = Date.now): Ending {
  const asked = new AbortController();
  let askedAt = 0;
  const end = () => {
    if (asked.signal.aborted) return;
    askedAt = now();
    asked.abort();
  };
  for (const [signal, echoMs] of Object.entries(ECHO_MS))
    process.on(signal, (_: NodeJS.Signals, value: number) => {
      if (asked.signal.aborted && now() - askedAt > echoMs) process.exit(128 + value);
      else end();
    });
  return { ended: asked.signal, end };
}
