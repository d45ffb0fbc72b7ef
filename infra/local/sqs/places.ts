// One engine and its waiting receives for each account and region, made when a request first comes there.

import { type SqsEngine, sqsEngine } from "./engine.ts";
import { type LongPolls, longPolls } from "./long-polls.ts";
import type { Place } from "./place.ts";
import type { After } from "./timer.ts";

/** What goes on in one account and region. */
export interface Local {
  readonly engine: SqsEngine;
  readonly polls: LongPolls;
}

/** All accounts and regions of a server. */
export interface Places {
  at(place: Place): Local;
  /** Ends every wait. */
  close(): void;
  /** The same, and forgets every queue. */
  clear(): void;
}

/** No queues anywhere. */
export function places(now: () => number, random: () => number, after: After): Places {
  const all = new Map<string, Local>();
  const close = (): void => {
    for (const { polls } of all.values()) polls.close();
  };
  return {
    at({ account, region }) {
      const key = `${account} ${region}`;
      const known = all.get(key);
      if (known !== undefined) return known;
      const engine = sqsEngine({ now, random, accountId: account, region });
      const made = { engine, polls: longPolls(engine, now, after) };
      all.set(key, made);
      return made;
    },
    close,
    clear() {
      close();
      all.clear();
    },
  };
}
