// One landing at work: takes what waits, writes it, and acknowledges only what is on the disk.

import { setTimeout as sleep } from "node:timers/promises";
import { firstLine } from "../process/first-line.ts";
import { growingPause } from "../process/growing-pause.ts";
import type { Refused, Store } from "./store.ts";
import type { LandingSubscription } from "./subscription.ts";

/** What a landing has done so far, in deliveries. */
export interface LandingCounts {
  /** Were written, duplicates included. */
  readonly written: number;
  /** Did not fit, and came again or were buried. */
  readonly refused: number;
  /** Of those, were refused for the last time. */
  readonly buried: number;
}

/** A landing at work. */
export interface Landing {
  counts(): LandingCounts;
  /** Takes what still waits, then no more. May be called again; never rejects. */
  stop(): Promise<void>;
}

/** What it works with. */
export interface LandingParts {
  readonly name: string;
  readonly subscription: LandingSubscription;
  readonly store: Store;
  /** As the plan has it: after so many tries a message is buried. */
  readonly maxAttempts: number;
  /** Told in a line what can't be written, and why. */
  readonly note: (text: string) => void;
}

/** How long nothing is asked for where nothing waits, in milliseconds. Ours. */
const IDLE_MS = [25, 200] as const;
/** The pauses before the next try where a disk or a server fails, in milliseconds. Ours. */
const FAILING_MS = [200, 5_000] as const;
/** How long is still taken what waits, once the end has come, in milliseconds. Ours. */
const DRAIN_MS = 5_000;
/** How many messages that do not fit are told one by one. Ours. */
const SHOWN = 20;

/** Begins at once. */
export function startLanding(parts: LandingParts): Landing {
  const { name, subscription, store, note } = parts;
  const ending = new AbortController();
  const counts = { written: 0, refused: 0, buried: 0 };
  const pause = (ms: number) => sleep(ms, undefined, { signal: ending.signal }).catch(() => {});
  const trouble = troubles(name, note);
  const takeOnce = taker(parts, counts, patientStore(parts, pause, trouble, ending.signal));
  let drainUntilMs = Number.POSITIVE_INFINITY;

  async function work(): Promise<void> {
    const idle = growingPause(...IDLE_MS);
    const failing = growingPause(...FAILING_MS);
    while (Date.now() < drainUntilMs) {
      try {
        await store.due(Date.now());
        const isSome = await takeOnce();
        failing.reset();
        trouble.over();
        if (isSome) idle.reset();
        else if (ending.signal.aborted) return;
        else await pause(idle.next());
      } catch (thrown) {
        trouble.tell(thrown);
        if (ending.signal.aborted) return;
        await pause(failing.next());
      }
    }
  }
  const over = work().finally(() => subscription.close());
  return {
    counts: () => ({ ...counts }),
    stop() {
      drainUntilMs = Math.min(drainUntilMs, Date.now() + DRAIN_MS);
      ending.abort();
      return over;
    },
  };
}

/** Takes and writes once; false where nothing came. */
function taker(
  { name, subscription, maxAttempts, note }: LandingParts,
  counts: { -readonly [Count in keyof LandingCounts]: number },
  put: Store["put"],
): () => Promise<boolean> {
  const tell = refusals(name, note);
  return async () => {
    const taken = await subscription.take();
    if (taken.length === 0) return false;
    const refused = await put(taken);
    const unfit = new Set(refused.map(({ message }) => message));
    const good = taken.filter((message) => !unfit.has(message));
    counts.written += good.length;
    counts.refused += unfit.size;
    tell(refused);
    await subscription.acknowledge(good);
    await subscription.refuse([...unfit]);
    counts.buried += [...unfit].filter(({ attempt }) => attempt >= maxAttempts).length;
    return true;
  };
}

/**
 * Where a disk fails, what was taken is held until it can be written: to give it back would count as one of its tries, and good
 * messages would end as dead letters. It rejects only once the run is to end.
 */
function patientStore(
  { store, subscription }: LandingParts,
  pause: (ms: number) => Promise<void>,
  trouble: Troubles,
  ended: AbortSignal,
): Store["put"] {
  return async (taken) => {
    const failing = growingPause(...FAILING_MS);
    for (;;) {
      try {
        return await store.put(taken);
      } catch (thrown) {
        if (ended.aborted) throw thrown;
        trouble.tell(thrown);
        await subscription.hold(taken).catch(() => {});
        await pause(failing.next());
      }
    }
  };
}

type Troubles = ReturnType<typeof troubles>;

/** Says what fails once, until it works again. */
function troubles(name: string, note: (text: string) => void) {
  let last = "";
  return {
    tell(thrown: unknown): void {
      const text = firstLine(thrown);
      if (text !== last) note(`${name}: ${text}: trying again`);
      last = text;
    },
    over(): void {
      last = "";
    },
  };
}

/** Says each message that does not fit once, however often it comes. */
function refusals(name: string, note: (text: string) => void) {
  const told = new Set<string>();
  return (refused: readonly Refused[]): void => {
    for (const { message, reason } of refused) {
      if (told.has(message.messageId) || told.size >= SHOWN) continue;
      told.add(message.messageId);
      const rest = told.size === SHOWN ? "; more of them are not told" : "";
      note(`${name}: message ${message.messageId} does not fit: ${reason.message}${rest}`);
    }
  };
}
