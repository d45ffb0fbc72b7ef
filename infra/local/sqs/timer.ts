// How the server waits: given from outside, so that a test can let hours pass in no time.

/** Calls `act` once after so many milliseconds, unless the function given back is called before. */
export type After = (ms: number, act: () => void) => () => void;

/** The timers of the machine. */
export const realAfter: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};
