// Everything of a fabric that may hold something: of the file, and of what the lock knows of earlier deployments.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { type Inventory, inventory, type Kind } from "../../shared/fabric/deployment/inventory.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";

/** A queue by its place and name. */
export interface PlacedQueue {
  readonly account: string;
  readonly region: string;
  readonly queue: string;
}

/** What a destroyed fabric would take with it. */
export interface Holders {
  readonly queues: readonly PlacedQueue[];
  /** Names of subscriptions that there may be, by project: links', landings', and those that keep dead letters. */
  readonly subscriptions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of tables that hold rows. */
  readonly tables: readonly string[];
}

/** Pure. What has left the file since it was deployed is there as long as it is not deployed again. */
export function holders(deployment: Deployment, { made, begun }: Pick<Lock, "made" | "begun">): Holders {
  const all = { ...begun, ...made, ...inventory(deployment) };
  const places = (kind: Kind) => placesOf(all, kind);
  const landings = deployment.landings.map(({ project, subscription }) => [project, subscription]);
  const byProject = Map.groupBy([...places("subscription"), ...landings], ([project = ""]) => project);
  // Dead letters lie in a topic beside the subscriptions, and the one that keeps them has the topic's name.
  const kept = places("topic").filter(([project = ""]) => byProject.has(project));
  const named = Map.groupBy([...byProject.values(), kept].flat(), ([project = ""]) => project);
  return {
    queues: places("queue").map(([account = "", region = "", queue = ""]) => ({ account, region, queue })),
    subscriptions: new Map([...named].map(([project, each]) => [project, new Set(each.map(([, name = ""]) => name))])),
    tables: places("table").map(([, name = ""]) => name),
  };
}

/** What stands behind cloud and kind in each address. */
const placesOf = (all: Inventory, kind: Kind): readonly (readonly string[])[] =>
  Object.entries(all).flatMap(([address, thing]) => (thing.kind === kind ? [address.split("/").slice(2)] : []));
