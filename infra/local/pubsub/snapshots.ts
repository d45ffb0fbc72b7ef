// Snapshots by name: made of a subscription, fed by its topic, gone when their time is up.

import { alreadyExists, missing, PubsubFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import { checkName } from "./names.ts";
import { unacknowledged } from "./seek.ts";
import type { SnapshotSettings } from "./settings.ts";
import type { Subscription } from "./subscription.ts";
import type { Snapshot, Topics } from "./topics.ts";

/** All snapshots of an engine; one that has expired is gone. Names are full ones. */
export interface Snapshots {
  /**
   * Throws `INVALID_ARGUMENT` for a bad name, `ALREADY_EXISTS`, and `FAILED_PRECONDITION` where the oldest message of
   * the subscription is so old that the snapshot would be good for less than an hour.
   */
  create(name: string, subscription: Subscription, labels: SnapshotSettings["labels"]): Snapshot;
  /** Throws `INVALID_ARGUMENT` for a bad name, `NOT_FOUND`. */
  get(name: string): Snapshot;
  /** Throws as `get`. */
  delete(name: string): void;
  /** Those of `projects/PROJECT`, sorted. */
  names(project: string): readonly string[];
}

const { longest, shortest } = SERVICE_LIMITS.snapshotSeconds;

/** No snapshots yet. */
export function snapshotTable(topics: Topics, now: () => number): Snapshots {
  const snapshots = new Map<string, Snapshot>();
  const drop = (name: string, snapshot: Snapshot): void => {
    snapshots.delete(name);
    topics.find(snapshot.settings.topic)?.snapshots.delete(snapshot);
  };
  const find = (name: string): Snapshot | undefined => {
    const found = snapshots.get(name);
    if (found === undefined || found.expiresAt > now()) return found;
    drop(name, found);
    return undefined;
  };
  const get = (name: string): Snapshot => {
    const found = find(name);
    if (found !== undefined) return found;
    checkName("snapshots", name);
    throw missing(name);
  };
  return {
    create(name, subscription, labels) {
      checkName("snapshots", name);
      if (find(name) !== undefined) throw alreadyExists(name);
      const messages = [...unacknowledged(subscription)];
      const expiresAt = (messages[0]?.publishedAt ?? now()) + longest * 1_000;
      if (expiresAt - now() < shortest * 1_000)
        throw new PubsubFault(
          "FAILED_PRECONDITION",
          "The snapshot would expire in less than an hour: the subscription's oldest message is too old.",
        );
      const { topic } = subscription.settings;
      const made: Snapshot = { settings: { name, topic, labels }, expiresAt, messages };
      snapshots.set(name, made);
      topics.find(topic)?.snapshots.add(made);
      return made;
    },
    get,
    delete: (name) => drop(name, get(name)),
    names: (project) =>
      [...snapshots.keys()].filter((name) => name.startsWith(`${project}/`) && find(name) !== undefined).sort(),
  };
}
