// Topics by name, who is to get their messages, and what is kept of them for those who seek.

import { type Chain, chain } from "../sqs/chain.ts";
import { alreadyExists, missing } from "./fault.ts";
import type { PublishedMessage } from "./message.ts";
import { checkName } from "./names.ts";
import type { SnapshotSettings, TopicSettings } from "./settings.ts";
import type { Subscription } from "./subscription.ts";

/** What a subscription had not acknowledged at some time, and all that its topic has got since. */
export interface Snapshot {
  settings: SnapshotSettings;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The oldest first. */
  readonly messages: PublishedMessage[];
}

/** A topic. */
export interface Topic {
  settings: TopicSettings;
  readonly subscriptions: Set<Subscription>;
  /** They get every message, too. */
  readonly snapshots: Set<Snapshot>;
  /** What it keeps, the oldest first; nothing without a retention of its own. */
  readonly kept: Chain<PublishedMessage>;
  /** Every message that was ever published here, dead letters among them. */
  published: number;
}

/** All topics of an engine. Names are full ones. */
export interface Topics {
  /** Throws `INVALID_ARGUMENT` for a bad name, `ALREADY_EXISTS`. */
  create(settings: TopicSettings): void;
  /** Throws `INVALID_ARGUMENT` for a bad name, `NOT_FOUND`. */
  get(name: string): Topic;
  find(name: string): Topic | undefined;
  /** Throws as `get`. */
  delete(name: string): void;
  /** Those of every project. */
  all(): Iterable<Topic>;
  /** Those of `projects/PROJECT`, sorted. */
  names(project: string): readonly string[];
}

/** No topics yet. */
export function topicTable(): Topics {
  const topics = new Map<string, Topic>();
  const get = (name: string): Topic => {
    const topic = topics.get(name);
    if (topic !== undefined) return topic;
    checkName("topics", name);
    throw missing(name);
  };
  return {
    create(settings) {
      checkName("topics", settings.name);
      if (topics.has(settings.name)) throw alreadyExists(settings.name);
      topics.set(settings.name, {
        settings,
        subscriptions: new Set(),
        snapshots: new Set(),
        kept: chain(),
        published: 0,
      });
    },
    get,
    find: (name) => topics.get(name),
    delete(name) {
      get(name);
      topics.delete(name);
    },
    all: () => topics.values(),
    names: (project) => [...topics.keys()].filter((name) => name.startsWith(`${project}/`)).sort(),
  };
}

/** A topic keeps a message for its snapshots and for its own time; what is over by now goes. */
export function keep(topic: Topic, message: PublishedMessage): void {
  for (const snapshot of topic.snapshots)
    if (snapshot.expiresAt > message.publishedAt) snapshot.messages.push(message);
    else topic.snapshots.delete(snapshot);
  if (topic.settings.retentionMs !== undefined) topic.kept.push(message);
  dropOld(topic, message.publishedAt);
}

/** What a topic still keeps at a time, the oldest first. */
export function keptBy(topic: Topic, now: number): readonly PublishedMessage[] {
  dropOld(topic, now);
  const all: PublishedMessage[] = [];
  for (let spot = topic.kept.first(); spot !== undefined; spot = spot.after) all.push(spot.value);
  return all;
}

function dropOld({ kept, settings }: Topic, now: number): void {
  const eldest = now - (settings.retentionMs ?? 0);
  for (let old = kept.first(); old !== undefined && old.value.publishedAt <= eldest; old = kept.first())
    kept.remove(old);
}
