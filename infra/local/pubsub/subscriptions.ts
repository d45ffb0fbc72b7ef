// Subscriptions by name, each joined to its topic.

import { alreadyExists, missing } from "./fault.ts";
import { checkName, DELETED_TOPIC } from "./names.ts";
import type { SubscriptionSettings } from "./settings.ts";
import { emptySubscription, type Subscription, type SubscriptionWorld } from "./subscription.ts";
import type { Topics } from "./topics.ts";

/** All subscriptions of an engine. Names are full ones. */
export interface Subscriptions {
  /** Throws `INVALID_ARGUMENT` for a bad name, `ALREADY_EXISTS`, `NOT_FOUND` for its topic or dead-letter topic. */
  create(settings: SubscriptionSettings): void;
  /** Throws `INVALID_ARGUMENT` for a bad name, `NOT_FOUND`. */
  get(name: string): Subscription;
  has(name: string): boolean;
  /** Name, topic and order stay as they are. Throws as `get`, and `NOT_FOUND` for a new dead-letter topic. */
  update(settings: SubscriptionSettings): void;
  /** What it holds is gone. Throws as `get`. */
  delete(name: string): void;
  /** Those of `projects/PROJECT`, sorted. */
  names(project: string): readonly string[];
  /** The topic is gone: they keep what they hold. */
  orphan(subscriptions: Iterable<Subscription>): void;
}

/** What makes the table. */
interface SubscriptionsParts {
  readonly topics: Topics;
  readonly step: () => void;
  readonly worldOf: (name: string) => SubscriptionWorld;
  /** Called after a subscription was made, changed or deleted. */
  readonly configured: (name: string) => void;
}

/** No subscriptions yet. */
export function subscriptionTable({ topics, step, worldOf, configured }: SubscriptionsParts): Subscriptions {
  const subscriptions = new Map<string, Subscription>();
  let serial = 0;
  const get = (name: string): Subscription => {
    const found = subscriptions.get(name);
    if (found !== undefined) return found;
    checkName("subscriptions", name);
    throw missing(name);
  };
  return {
    create(settings) {
      const { name, topic, deadLetter } = settings;
      checkName("subscriptions", name);
      if (subscriptions.has(name)) throw alreadyExists(name);
      const source = topics.get(topic);
      if (deadLetter !== undefined) topics.get(deadLetter.topic);
      const made = emptySubscription({ serial: ++serial, world: worldOf(name), settings, step });
      subscriptions.set(name, made);
      source.subscriptions.add(made);
      configured(name);
    },
    get,
    has: (name) => subscriptions.has(name),
    update(settings) {
      const found = get(settings.name);
      const { topic, isOrdered, deadLetter } = found.settings;
      if (settings.deadLetter !== undefined && settings.deadLetter.topic !== deadLetter?.topic)
        topics.get(settings.deadLetter.topic);
      found.settings = { ...settings, topic, isOrdered };
      configured(settings.name);
    },
    delete(name) {
      const found = get(name);
      topics.find(found.settings.topic)?.subscriptions.delete(found);
      subscriptions.delete(name);
      configured(name);
    },
    names: (project) => [...subscriptions.keys()].filter((name) => name.startsWith(`${project}/`)).sort(),
    orphan(orphans) {
      for (const each of orphans) each.settings = { ...each.settings, topic: DELETED_TOPIC };
    },
  };
}
