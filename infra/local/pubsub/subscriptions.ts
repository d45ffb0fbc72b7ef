// Subscriptions by name, each joined to its topic.

import { alreadyExists, missing } from "./fault.ts";
import { matcher } from "./filter/matcher.ts";
import { checkName, DELETED_TOPIC } from "./names.ts";
import { empty } from "./seek.ts";
import type { SubscriptionSettings } from "./settings.ts";
import { emptySubscription, type Subscription, type SubscriptionWorld } from "./subscription.ts";
import type { Topic, Topics } from "./topics.ts";

/** All subscriptions of an engine. Names are full ones. */
export interface Subscriptions {
  /**
   * Throws `INVALID_ARGUMENT` for a bad name or filter, `ALREADY_EXISTS`, `NOT_FOUND` for its topic or dead-letter
   * topic.
   */
  create(settings: SubscriptionSettings): void;
  /** Throws `INVALID_ARGUMENT` for a bad name, `NOT_FOUND`. */
  get(name: string): Subscription;
  has(name: string): boolean;
  /** Like `get`, and it counts as used. */
  use(name: string): Subscription;
  /** Name, topic, order and filter stay as they are. Throws as `get`, and `NOT_FOUND` for a new dead-letter topic. */
  update(settings: SubscriptionSettings): void;
  /** What it holds is gone. Throws as `get`. */
  delete(name: string): void;
  /** It loses what it holds, and gets nothing any more. Throws as `get`. */
  detach(name: string): void;
  /** False where it has expired: then it is gone. */
  isAlive(subscription: Subscription): boolean;
  /** Nothing where the topic is gone. */
  topicOf(name: string): Topic | undefined;
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
  const drop = (found: Subscription): void => {
    topics.find(found.settings.topic)?.subscriptions.delete(found);
    subscriptions.delete(found.settings.name);
    configured(found.settings.name);
  };
  const isAlive = (found: Subscription): boolean => {
    const { expirationMs = Number.POSITIVE_INFINITY } = found.settings;
    const isIdle = found.attendants === 0 && found.world.now() - found.usedAt >= expirationMs;
    if (isIdle) drop(found);
    return !isIdle;
  };
  const find = (name: string): Subscription | undefined => {
    const found = subscriptions.get(name);
    return found !== undefined && isAlive(found) ? found : undefined;
  };
  const get = (name: string): Subscription => {
    const found = find(name);
    if (found !== undefined) return found;
    checkName("subscriptions", name);
    throw missing(name);
  };
  const use = (name: string): Subscription => {
    const found = get(name);
    found.usedAt = found.world.now();
    return found;
  };
  return {
    create(settings) {
      const { name, topic, deadLetter, filter } = settings;
      checkName("subscriptions", name);
      if (find(name) !== undefined) throw alreadyExists(name);
      const source = topics.get(topic);
      if (deadLetter !== undefined) topics.get(deadLetter.topic);
      const parts = { world: worldOf(name), settings, step, matches: matcher(filter) };
      const made = emptySubscription({ serial: ++serial, ...parts });
      subscriptions.set(name, made);
      source.subscriptions.add(made);
      configured(name);
    },
    get,
    has: (name) => find(name) !== undefined,
    use,
    update(settings) {
      const found = use(settings.name);
      const { topic, isOrdered, filter, isDetached, deadLetter } = found.settings;
      if (settings.deadLetter !== undefined && settings.deadLetter.topic !== deadLetter?.topic)
        topics.get(settings.deadLetter.topic);
      found.settings = { ...settings, topic, isOrdered, filter, isDetached };
      configured(settings.name);
    },
    delete: (name) => drop(get(name)),
    detach(name) {
      const found = get(name);
      topics.find(found.settings.topic)?.subscriptions.delete(found);
      found.settings = { ...found.settings, isDetached: true };
      empty(found);
      configured(name);
    },
    isAlive,
    topicOf: (name) => topics.find(subscriptions.get(name)?.settings.topic ?? ""),
    names: (project) =>
      [...subscriptions.keys()].filter((name) => name.startsWith(`${project}/`) && find(name) !== undefined).sort(),
    orphan(orphans) {
      for (const each of orphans) each.settings = { ...each.settings, topic: DELETED_TOPIC };
    },
  };
}
