// Receives that wait: the engine keeps no timer, so the shell holds them and asks again when there may be something.

import type { SqsEngine } from "./engine.ts";
import type { Received } from "./receive.ts";
import type { After } from "./timer.ts";

/** One receive that waits. */
interface Waiter {
  readonly queue: string;
  readonly until: number;
  readonly attempt: () => readonly Received[];
  readonly isGone: () => boolean;
  readonly end: (received: readonly Received[]) => void;
  readonly fail: (thrown: unknown) => void;
}

/** Who waits. */
export interface Client {
  readonly isGone: () => boolean;
  /** Calls the listener once the client goes. */
  readonly onGone: (listener: () => void) => void;
}

/** All receives of an engine that wait. */
export interface LongPolls {
  /**
   * Resolves with what `attempt` gives as soon as it gives something, with nothing after `seconds` or once the client has
   * gone, and rejects with what it throws. The first to wait is the first to get. Once it is over, `attempt` is never
   * called again: what it gave would be hidden from all others, and nobody would have it.
   */
  wait(
    queue: string,
    seconds: number,
    attempt: () => readonly Received[],
    client: Client,
  ): Promise<readonly Received[]>;
  /** Ends every wait with nothing, and the timer. */
  close(): void;
}

/** Wakes on sends, on ends of delays and of invisibility, and when its time is over; holds one timer for all. */
export function longPolls(engine: SqsEngine, now: () => number, after: After): LongPolls {
  const waiting = new Map<string, Set<Waiter>>();
  const stirred = new Set<string>();
  let cancel = (): void => {};

  const arm = (): void => {
    cancel();
    const times = [...waiting].flatMap(([queue, waiters]) => nextTimes(engine, queue, waiters));
    cancel = times.length === 0 ? () => {} : after(Math.max(1, Math.ceil(Math.min(...times) - now())), tick);
  };
  const leave = (waiter: Waiter): void => {
    const waiters = waiting.get(waiter.queue);
    waiters?.delete(waiter);
    if (waiters?.size === 0) waiting.delete(waiter.queue);
  };
  const tick = (): void => {
    for (const waiters of [...waiting.values()]) serve(waiters, now(), leave);
    arm();
  };
  const stopListening = engine.onReady((queue) => {
    if (!waiting.has(queue)) return;
    // Not at once: the engine is in the middle of an operation, and the rest of a batch may follow.
    if (stirred.size === 0)
      queueMicrotask(() => {
        const queues = [...stirred];
        stirred.clear();
        for (const name of queues) serve(waiting.get(name) ?? new Set(), now(), leave);
        arm();
      });
    stirred.add(queue);
  });

  return {
    wait(queue, seconds, attempt, { isGone, onGone }) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Received[]>();
      const waiter: Waiter = { queue, until: now() + seconds * 1000, attempt, isGone, end: resolve, fail: reject };
      const waiters = waiting.get(queue) ?? new Set();
      waiting.set(queue, waiters.add(waiter));
      onGone(() => {
        leave(waiter);
        resolve([]);
        arm();
      });
      arm();
      return promise;
    },
    close() {
      stopListening();
      for (const waiters of waiting.values()) for (const waiter of waiters) waiter.end([]);
      waiting.clear();
      cancel();
    },
  };
}

/** Gives what there is to those who wait, in the order in which they came; ends those whose time is over. */
function serve(waiters: ReadonlySet<Waiter>, now: number, leave: (waiter: Waiter) => void): void {
  let isEmpty = false;
  for (const waiter of [...waiters]) {
    try {
      // Where one got nothing, the next gets nothing either: it is asked only whether its time is over.
      const isGone = waiter.isGone();
      const received: readonly Received[] = isEmpty || isGone ? [] : waiter.attempt();
      isEmpty ||= !isGone && received.length === 0;
      if (received.length === 0 && !isGone && waiter.until > now) continue;
      leave(waiter);
      waiter.end(received);
    } catch (thrown) {
      leave(waiter);
      waiter.fail(thrown);
    }
  }
}

function nextTimes(engine: SqsEngine, queue: string, waiters: ReadonlySet<Waiter>): number[] {
  // A queue that was deleted a moment ago: its waiters are about to be told.
  const due = engine.queues.has(queue) ? engine.nextDueAt(queue) : undefined;
  const ends = [...waiters].map(({ until }) => until);
  return due === undefined ? ends : [due, ...ends];
}
