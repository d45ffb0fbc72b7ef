// Topics by name. A topic keeps no message: it only knows who is to get them.

import { alreadyExists, missing } from "./fault.ts";
import { checkName } from "./names.ts";
import type { TopicSettings } from "./settings.ts";
import type { Subscription } from "./subscription.ts";

/** A topic. */
export interface Topic {
  settings: TopicSettings;
  readonly subscriptions: Set<Subscription>;
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
      topics.set(settings.name, { settings, subscriptions: new Set(), published: 0 });
    },
    get,
    find: (name) => topics.get(name),
    delete(name) {
      get(name);
      topics.delete(name);
    },
    names: (project) => [...topics.keys()].filter((name) => name.startsWith(`${project}/`)).sort(),
  };
}
