// How old the oldest message may get in each subscription before somebody is told.

import type { Deployment } from "./deployment.ts";

/** Told after this where a topic lands without a function: ours, as for hops; objects are kept open on top. In seconds. */
const LANDING_SECONDS = 900;

/** Names of subscriptions by their budget in seconds: one alarm for each of these, not for each hop. Pure. */
export function ageBudgets({ functions, subscriptions, landings }: Deployment): ReadonlyMap<number, readonly string[]> {
  const ofLink = new Map(functions.map(({ link, ageBudgetSeconds }) => [link.name, ageBudgetSeconds]));
  const all = [
    ...subscriptions.map(({ name, link }) => ({ name, seconds: ofLink.get(link) ?? LANDING_SECONDS })),
    ...landings.map(({ subscription: name, to }) => ({
      name,
      seconds: LANDING_SECONDS + ("bucket" in to ? to.bucket.everySeconds : 0),
    })),
  ];
  const groups = Map.groupBy(all, ({ seconds }) => seconds);
  return new Map([...groups].map(([seconds, group]) => [seconds, group.map(({ name }) => name)]));
}
