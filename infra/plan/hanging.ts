// What goes along with an endpoint that goes: its dead letters and feed, and the hops that read it or send to it.

import type { Change } from "./changes.ts";

/** Addresses of other things that are removed since these are: by the address of each queue or topic of the file that goes. */
export function takenAlong(list: readonly Change[]): ReadonlyMap<string, readonly string[]> {
  const removed = list.filter(({ verb }) => verb === "remove");
  const gone = removed.filter(({ thing }) => (thing.kind === "queue" || thing.kind === "topic") && isDeclared(thing));
  return new Map(
    gone.map((change) => {
      const endpoint = String(change.thing.settings["endpoint"]);
      const hops = new Set(removed.filter(({ thing }) => isEnd(thing, endpoint)).map(({ thing }) => thing.of));
      const along = removed.filter(
        ({ thing }) => thing !== change.thing && (thing.of === `endpoint ${endpoint}` || hops.has(thing.of)),
      );
      return [change.address, along.map(({ address }) => address)] as const;
    }),
  );
}

/** Named in the file: what was added for a hop, and dead letters, have a `.` or a `/` in their names. */
const isDeclared = ({ settings }: Change["thing"]): boolean => /^[^./]+$/.test(String(settings["endpoint"] ?? "."));

/** True for a function that takes from the endpoint, or sends there. */
const isEnd = ({ kind, settings }: Change["thing"], endpoint: string): boolean =>
  kind === "function" && [settings["from"], settings["to"]].some((ends) => String(ends).split(", ").includes(endpoint));
