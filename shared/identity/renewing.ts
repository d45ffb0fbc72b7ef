// Keeps a thing that expires fresh: one renewal at a time, ahead of time, and never by the trust in one clock.

import { identityError } from "./identity-error.ts";

/** A thing that was just issued, and how long it lives from when it was asked for. */
export interface Issued<Value> {
  readonly value: Value;
  readonly lifetimeMs: number;
}

/** Milliseconds: `wall` jumps when a clock is set, `steady` may stand still while a machine is frozen. */
export interface Clocks {
  wall(): number;
  steady(): number;
}

export interface Renewing<Value> {
  /** What is valid now. Rejects with the renewal's own error where there is nothing else. */
  get(): Promise<Value>;
  /** Says that what `get` gave was refused: the next `get` asks anew, at most once a minute. */
  refuse(): void;
}

/** Asked for anew this long before the end, as both clouds' own libraries do. */
const AHEAD_MS = 300_000;

/** Between two renewals where one failed and the old thing still lives, or where a new thing is refused. Ours. */
const PAUSE_MS = 30_000;
const YOUNG_MS = 60_000;

/** How long one renewal may take with all its attempts. Ours: less than any function's time-out. */
const RENEWAL_MS = 12_000;

const CLOCKS: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * Issues by the first `get`, and again ahead of the end; callers at the same time share one renewal. While the old thing
 * lives, a failed renewal costs nobody anything. Age is what either clock says, the greater: a clock that is set back, or
 * one that stood still, makes nothing live longer. A renewal that hangs is given up, and never blocks the next.
 */
export function renewing<Value>(issue: () => Promise<Issued<Value>>, clocks: Clocks = CLOCKS): Renewing<Value> {
  let held: (Issued<Value> & { age(): number; dueMs: number }) | undefined;
  let pending: Promise<Value> | undefined;

  async function renew(): Promise<Value> {
    const age = stopwatch(clocks);
    const issued = await within(RENEWAL_MS, issue());
    // A short life is used by half before it is renewed: never all of it spent ahead of its end.
    held = { ...issued, age, dueMs: Math.max(issued.lifetimeMs - AHEAD_MS, issued.lifetimeMs / 2) };
    return issued.value;
  }
  const shared = (): Promise<Value> => {
    pending ??= renew().finally(() => {
      pending = undefined;
    });
    return pending;
  };

  return {
    async get() {
      const old = held;
      if (old === undefined || old.age() >= old.lifetimeMs) return shared();
      if (old.age() < old.dueMs) return old.value;
      try {
        return await shared();
      } catch (thrown) {
        if (old.age() >= old.lifetimeMs) throw thrown;
        old.dueMs = old.age() + PAUSE_MS;
        return old.value;
      }
    },
    refuse() {
      if (held !== undefined && held.age() >= YOUNG_MS) held = undefined;
    },
  };
}

/** Milliseconds since now, by the clock that has run farther. */
function stopwatch({ wall, steady }: Clocks): () => number {
  const [wallStart, steadyStart] = [wall(), steady()];
  return () => Math.max(wall() - wallStart, steady() - steadyStart);
}

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(identityError(`no credentials came within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
