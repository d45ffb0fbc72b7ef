// Keeps a pusher for every subscription that has ever been pushed.

import type { PubsubEngine } from "../engine.ts";
import { type Pusher, pusher } from "./pusher.ts";

/** Delivers from now on; `close` ends all requests. */
export function pushers(engine: PubsubEngine, now: () => number): { close(): void } {
  const all = new Map<string, Pusher>();
  const stop = engine.onChange((name) => {
    if (!engine.hasSubscription(name)) {
      all.get(name)?.close();
      all.delete(name);
      return;
    }
    if (!all.has(name) && engine.subscription(name).settings().push === undefined) return;
    const own = all.get(name) ?? pusher(name, engine, now);
    all.set(name, own);
    own.wake();
  });
  return {
    close() {
      stop();
      for (const each of all.values()) each.close();
    },
  };
}
