// Who waits at which subscription: the engine keeps no timer, so the shell asks again when there may be something.

import type { PubsubEngine } from "./engine.ts";

/** Gives true where it took something and would take more at once. Throws nothing. */
export type Serve = () => boolean;

/** All streams, pulls and pushers of a server. */
export interface Attendance {
  /** `serve` is called once soon, and whenever the subscription may have something, until the answer is called. */
  attend(subscription: string, serve: Serve): () => void;
  /** Calls nobody any more. */
  close(): void;
}

/** The subscription's own, as far as anybody waits there or anything is due there. */
interface Place {
  readonly attendants: Set<Serve>;
  timer: NodeJS.Timeout | undefined;
  timerAt: number;
}

/** Timers forget times that are further away than about 24 days; nothing is lost by looking once an hour. */
const LONGEST_MS = 3_600_000;

/** Gathers what the engine reports, so that a request is answered first and its messages go out in one go. */
export function attendance(engine: PubsubEngine, now: () => number): Attendance {
  const places = new Map<string, Place>();
  const stirred = new Set<string>();
  let isClosed = false;

  const placeOf = (name: string): Place => {
    const place = places.get(name) ?? { attendants: new Set(), timer: undefined, timerAt: Number.POSITIVE_INFINITY };
    places.set(name, place);
    return place;
  };
  const arm = (name: string, place: Place): void => {
    const at = engine.subscriptions.has(name) ? engine.nextDueAt(name) : undefined;
    if (at === undefined || at >= place.timerAt) return;
    clearTimeout(place.timer);
    place.timerAt = at;
    place.timer = setTimeout(ring, Math.min(LONGEST_MS, Math.max(1, Math.ceil(at - now()))), name, place);
  };
  const ring = (name: string, place: Place): void => {
    place.timerAt = Number.POSITIVE_INFINITY;
    if (engine.subscriptions.has(name)) engine.settle(name);
    look(name);
  };
  const look = (name: string): void => {
    const place = placeOf(name);
    serveAll(place.attendants);
    arm(name, place);
    if (place.attendants.size === 0 && place.timerAt === Number.POSITIVE_INFINITY) places.delete(name);
  };
  const stir = (name: string): void => {
    if (isClosed) return;
    if (stirred.size === 0)
      queueMicrotask(() => {
        const names = [...stirred];
        stirred.clear();
        for (const each of isClosed ? [] : names) look(each);
      });
    stirred.add(name);
  };
  const stop = engine.onStir(stir);
  return {
    attend(name, serve) {
      placeOf(name).attendants.add(serve);
      stir(name);
      return () => void places.get(name)?.attendants.delete(serve);
    },
    close() {
      isClosed = true;
      stop();
      for (const { timer } of places.values()) clearTimeout(timer);
    },
  };
}

/** In rounds, so that one with a great appetite doesn't keep the others from what there is; the next begins the next time. */
function serveAll(attendants: Set<Serve>): void {
  for (let hungry = [...attendants]; hungry.length > 0; )
    hungry = hungry.filter((serve) => attendants.has(serve) && serve());
  const [first] = attendants;
  if (first === undefined || attendants.size === 1) return;
  attendants.delete(first);
  attendants.add(first);
}
