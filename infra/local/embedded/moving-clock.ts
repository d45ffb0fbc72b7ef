// The machine's clock, which can be told to go ahead: so that a test need not wait for a time-out.

/** Time and timers that belong together. */
export interface MovingClock {
  /** Milliseconds since 1970; never goes back. */
  now(): number;
  /** Calls `act` once after so many milliseconds, unless the function given back is called before. */
  after(ms: number, act: () => void): () => void;
  /** Goes ahead; whatever is due by then is called at once, in order. Throws `RangeError` for what is no time ahead. */
  advance(ms: number): void;
}

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Starts with the machine's own time. */
export function movingClock(): MovingClock {
  let ahead = 0;
  const alarms = new Set<Alarm>();
  const now = () => Date.now() + ahead;
  return {
    now,
    after(ms, act) {
      const stop = () => {
        clearTimeout(timer);
        alarms.delete(alarm);
      };
      const ring = () => {
        stop();
        act();
      };
      const alarm = { at: now() + ms, ring };
      const timer = setTimeout(ring, ms);
      alarms.add(alarm);
      return stop;
    },
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`time can go ahead by milliseconds, not by ${ms}`);
      ahead += ms;
      const due = [...alarms].filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at);
      for (const alarm of due) if (alarms.has(alarm)) alarm.ring();
    },
  };
}
