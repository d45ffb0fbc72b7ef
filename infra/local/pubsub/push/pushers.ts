// Keeps one pusher for each subscription that has a push config.

import type { Attendance } from "../attendance.ts";
import type { PubsubEngine } from "../engine.ts";
import type { PushTarget } from "../settings.ts";
import { post } from "./post.ts";
import { type Pusher, pusher } from "./pusher.ts";

/** Delivers from now on; `close` breaks off all requests that are under way. */
export function pushers(engine: PubsubEngine, attendance: Attendance, now: () => number): { close(): void } {
  const all = new Map<string, { readonly target: PushTarget; readonly own: Pusher }>();
  const parts = { engine, attendance, post: post(), now };
  const drop = (name: string): void => {
    all.get(name)?.own.close();
    all.delete(name);
  };
  const stop = engine.onConfigured((name) => {
    const target = engine.subscriptions.has(name) ? engine.subscriptions.get(name).settings.push : undefined;
    const before = all.get(name)?.target;
    if (before?.endpoint === target?.endpoint && before?.form === target?.form) return;
    drop(name);
    if (target !== undefined) all.set(name, { target, own: pusher(name, target, parts) });
  });
  return {
    close() {
      stop();
      for (const name of [...all.keys()]) drop(name);
      parts.post.close();
    },
  };
}
