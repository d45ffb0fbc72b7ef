// Seeking and snapshots: the operations by which a whole subscription goes to another point in time.

import { unready } from "./fault.ts";
import type { PublishedMessage } from "./message.ts";
import { seek } from "./seek.ts";
import type { SnapshotSettings } from "./settings.ts";
import { type Snapshots, snapshotTable } from "./snapshots.ts";
import type { Subscription } from "./subscription.ts";
import { keptBy, type Snapshot, type Topics } from "./topics.ts";

/** What an engine offers for it; names are full ones, and every operation throws `NOT_FOUND` where one is not there. */
export interface Replay {
  readonly snapshots: Pick<Snapshots, "get" | "delete" | "names">;
  /** Throws as `Snapshots.create`. */
  createSnapshot(name: string, subscription: string, labels: SnapshotSettings["labels"]): Snapshot;
  /** All that was published before this time is acknowledged, all that is kept from then on is not. */
  seekToTime(subscription: string, time: number): void;
  /** What the snapshot has is not acknowledged, all else is. Throws `FAILED_PRECONDITION` for one of another topic. */
  seekToSnapshot(subscription: string, snapshot: string): void;
}

/** What it works on. */
interface ReplayParts {
  readonly topics: Topics;
  /** The subscription, up to date. */
  readonly used: (name: string) => Subscription;
  readonly now: () => number;
}

/** Without snapshots at first. */
export function replay({ topics, used, now }: ReplayParts): Replay {
  const snapshots = snapshotTable(topics, now);
  return {
    snapshots,
    createSnapshot: (name, subscription, labels) => snapshots.create(name, used(subscription), labels),
    seekToTime(name, time) {
      const subscription = used(name);
      const topic = topics.find(subscription.settings.topic);
      const isWanted = ({ publishedAt }: PublishedMessage) => publishedAt >= time;
      const retained = topic === undefined || subscription.settings.isDetached ? [] : keptBy(topic, now());
      seek(subscription, { isWanted, retained, discardsBefore: time });
    },
    seekToSnapshot(name, snapshotName) {
      const subscription = used(name);
      const { settings, messages } = snapshots.get(snapshotName);
      if (settings.topic !== subscription.settings.topic)
        throw unready("The snapshot's topic must be the same as that of the subscription.");
      const ids = new Set(messages.map(({ id }) => id));
      const isWanted = ({ id }: PublishedMessage) => ids.has(id);
      seek(subscription, { isWanted, retained: messages, discardsBefore: Number.NEGATIVE_INFINITY });
    },
  };
}
