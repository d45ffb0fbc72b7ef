// What a fabric has once in Google Cloud: alarms and whom they tell, metrics, the dashboard, and logs that are left out.

import { prefixOf } from "../../derive-name.ts";
import { ageBudgets } from "../age-budgets.ts";
import type { Deployment } from "../deployment.ts";
import { type Entry, entry, listed, type Settings } from "./thing.ts";

/** As in AWS, alarms of a kind are one thing, whatever number of them it takes. */
export function googleWatchThings(deployment: Deployment): readonly Entry[] {
  const { fabric, gcp, ground, functions, subscriptions, landings } = deployment;
  if (gcp === undefined) return [];
  const here = (kind: "channel" | "alarm" | "metric" | "log" | "dashboard", name: string, settings: Settings = {}) =>
    entry(["gcp", kind], [gcp.project], name, undefined, settings);
  const watched = alarms(deployment);
  const addresses = ground.alarms?.email ?? [];
  // Alarms tell them in the order of the file; by themselves they have none.
  const email = listed(watched.length > 0 ? addresses : addresses.toSorted());
  const carried = functions.filter(({ cloud }) => cloud === "gcp").map(({ name }) => name);
  const rows = [...functions.map(({ link }) => link.name), ...landings.map(({ topic }) => topic.name)];
  const shown = [
    ...functions.flatMap(({ link }) => [link.source, ...link.targets]),
    ...landings.map(({ topic }) => topic),
  ];
  return [
    ...(email === "" ? [] : [here("channel", `${prefixOf(fabric)}email`, { email })]),
    ...watched.map(([name, settings]) => here("alarm", `${prefixOf(fabric)}${name}`, settings)),
    ...(carried.length === 0
      ? []
      : [
          here("metric", `hopspan-${fabric}-settled`),
          here("metric", `hopspan-${fabric}-failures`),
          here("log", `hopspan-${fabric}-requests`, { leavesOut: listed(carried) }),
        ]),
    ...(shown.some(({ broker }) => broker === "pubsub") || subscriptions.length > 0
      ? [here("dashboard", `Hopspan ${fabric}`, { rows: listed(rows) })]
      : []),
  ];
}

/** Subscriptions by how long a message may wait in them; dead letters; pushes; what is settled against what is acknowledged. */
function alarms(deployment: Deployment): readonly (readonly [name: string, settings: Settings])[] {
  const { topics, subscriptions } = deployment;
  const dead = topics.flatMap(({ keeper }) => (keeper === undefined ? [] : [keeper.name]));
  const pushed = { watches: listed(subscriptions.map(({ name }) => name)) };
  return [
    ...[...ageBudgets(deployment)].map(
      ([seconds, names]) => [`age-${seconds}`, { seconds, watches: listed(names) }] as const,
    ),
    ...(dead.length === 0 ? [] : [["dead-letters", { watches: listed(dead) }] as const]),
    ...(subscriptions.length === 0 ? [] : [["pushes", pushed] as const, ["reconciliation", pushed] as const]),
  ];
}
