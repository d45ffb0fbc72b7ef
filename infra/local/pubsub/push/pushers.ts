// Keeps one pusher for each subscription that has a push config.

import { isDeepStrictEqual } from "node:util";
import type { PushTarget } from "../settings.ts";
import { post } from "./post.ts";
import { type Pusher, type PusherParts, pusher } from "./pusher.ts";

/** Delivers from now on; `close` breaks off all requests that are under way. */
export function pushers(parts: Omit<PusherParts, "post">): { close(): void } {
  const { engine } = parts;
  const all = new Map<string, { readonly target: PushTarget; readonly own: Pusher }>();
  const own = { ...parts, post: post() };
  const drop = (name: string): void => {
    all.get(name)?.own.close();
    all.delete(name);
  };
  const stop = engine.onConfigured((name) => {
    const target = engine.subscriptions.has(name) ? engine.subscriptions.get(name).settings.push : undefined;
    const before = all.get(name)?.target;
    if (isDeepStrictEqual(before, target)) return;
    drop(name);
    if (target !== undefined) all.set(name, { target, own: pusher(name, target, own) });
  });
  return {
    close() {
      stop();
      for (const name of [...all.keys()]) drop(name);
      own.post.close();
    },
  };
}
