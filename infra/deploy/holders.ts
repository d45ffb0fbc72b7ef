// Everything of a fabric that holds something, as both clouds tell: what a destroyed fabric would take with it.

import type { QueueStack } from "../plan/aws-losses.ts";
import type { Held } from "../plan/google-losses.ts";

/** A queue by its place and name. */
export interface PlacedQueue {
  readonly account: string;
  readonly region: string;
  readonly queue: string;
}

/** By what it takes to look into each. */
export interface Holders {
  readonly queues: readonly PlacedQueue[];
  /** Names by project: links', landings', and those that keep dead letters. */
  readonly subscriptions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of tables. */
  readonly tables: readonly string[];
  /** Names of buckets that topics land in. */
  readonly buckets: readonly string[];
}

/** Pure: stacks as they are deployed, things as terraform would take them away. */
export function holders(stacks: readonly QueueStack[], things: readonly Held[]): Holders {
  const named = (kind: Held["kind"]) => things.filter((each) => each.kind === kind);
  const byProject = Map.groupBy(named("subscription"), ({ project }) => project);
  return {
    queues: stacks.flatMap(({ account, region, queues }) => queues.map(({ queue }) => ({ account, region, queue }))),
    subscriptions: new Map([...byProject].map(([project, each]) => [project, new Set(each.map(({ name }) => name))])),
    tables: named("table").map(({ name }) => name),
    buckets: named("bucket").map(({ name }) => name),
  };
}
