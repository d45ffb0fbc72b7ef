// The whole of Pub/Sub without a wire: topics that share each message among their subscriptions.

import { alreadyExists, notFound } from "./fault.ts";
import type { Draft, PublishedMessage } from "./message.ts";
import { checkDrafts } from "./message-rules.ts";
import { checkName, DELETED_TOPIC, idOf, projectOf } from "./names.ts";
import { type Subscription, type SubscriptionSettings, subscription } from "./subscription.ts";

/** Something that happened to a message; names are full ones. */
export type PubsubEvent =
  | { readonly kind: "published"; readonly topic: string; readonly message: PublishedMessage }
  | { readonly kind: "acked" | "dead-lettered"; readonly subscription: string; readonly message: PublishedMessage };

/** Time and chance come from outside. `step` is called once per thing looked at, so that work can be counted. */
export interface PubsubWorld {
  /** Milliseconds since 1970; never goes back. */
  readonly now: () => number;
  readonly random: () => number;
  readonly step?: () => void;
}

interface Topic {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly subscriptions: Map<string, Subscription>;
  published: number;
}

/** Pure: no clock, no timer, no I/O. Throws `PubsubFault` for what the service refuses. */
export function pubsubEngine({ now, random, step = () => {} }: PubsubWorld) {
  const topics = new Map<string, Topic>();
  const subscriptions = new Map<string, Subscription>();
  const listeners = new Set<(event: PubsubEvent) => void>();
  const changes = new Set<(subscription: string) => void>();
  // Ids are unique over restarts as well, and longer than a number can hold, as the service's are.
  const origin = BigInt(Math.floor(random() * 1e9)) * 10n ** 9n;
  let serial = 0n;

  const tell = (event: PubsubEvent) => {
    for (const listener of listeners) listener(event);
  };
  const topicOf = (name: string): Topic => {
    const topic = topics.get(name);
    if (topic === undefined) throw notFound(name);
    return topic;
  };
  const subscriptionOf = (name: string): Subscription => {
    const found = subscriptions.get(name);
    if (found === undefined) throw notFound(name);
    return found;
  };

  const put = (topic: Topic, { data, attributes, orderingKey }: Draft): string => {
    serial++;
    const message: PublishedMessage = {
      id: String(origin + serial),
      data,
      attributes,
      orderingKey,
      publishedAt: now(),
    };
    topic.published++;
    tell({ kind: "published", topic: topic.name, message });
    for (const each of topic.subscriptions.values()) each.accept(message);
    return message.id;
  };

  /** https://docs.cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic names the attributes. */
  const bury = (settings: SubscriptionSettings, message: PublishedMessage, attempts: number): boolean => {
    const topic = topics.get(settings.deadLetter?.topic ?? "");
    if (topic === undefined) return false;
    const added = {
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceSubscription: idOf(settings.name),
      CloudPubSubDeadLetterSourceSubscriptionProject: projectOf(settings.name),
      CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishedAt).toISOString(),
    };
    put(topic, { ...message, attributes: new Map([...message.attributes, ...Object.entries(added)]) });
    tell({ kind: "dead-lettered", subscription: settings.name, message });
    return true;
  };

  return {
    createTopic(name: string, labels: Readonly<Record<string, string>> = {}): void {
      checkName("topics", name);
      if (topics.has(name)) throw alreadyExists(name);
      topics.set(name, { name, labels, subscriptions: new Map(), published: 0 });
    },
    topic(name: string): Pick<Topic, "name" | "labels"> & { readonly subscriptions: readonly string[] } {
      const { labels, subscriptions: own } = topicOf(name);
      return { name, labels, subscriptions: [...own.keys()] };
    },
    relabelTopic(name: string, labels: Readonly<Record<string, string>>): void {
      topics.set(name, { ...topicOf(name), labels });
    },
    topics: (project: string): readonly string[] =>
      [...topics.keys()].filter((name) => name.startsWith(`${project}/`)).sort(),
    /** Its subscriptions stay, and keep what they have. */
    deleteTopic(name: string): void {
      for (const each of topicOf(name).subscriptions.values())
        each.update({ ...each.settings(), topic: DELETED_TOPIC });
      topics.delete(name);
    },
    /** All or nothing. Gives the ids in order. */
    publish(name: string, drafts: readonly Draft[]): readonly string[] {
      const topic = topicOf(name);
      checkDrafts(drafts);
      return drafts.map((draft) => put(topic, draft));
    },
    createSubscription(settings: SubscriptionSettings): void {
      const { name } = settings;
      checkName("subscriptions", name);
      if (subscriptions.has(name)) throw alreadyExists(name);
      const topic = topicOf(settings.topic);
      const made: Subscription = subscription(settings, {
        now,
        step,
        changed: () => {
          for (const listener of changes) listener(name);
        },
        acked: (message) => tell({ kind: "acked", subscription: name, message }),
        bury: (message, attempts) => bury(made.settings(), message, attempts),
      });
      subscriptions.set(name, made);
      topic.subscriptions.set(name, made);
      made.update(settings);
    },
    subscription: subscriptionOf,
    subscriptions: (project: string): readonly string[] =>
      [...subscriptions.keys()].filter((name) => name.startsWith(`${project}/`)).sort(),
    deleteSubscription(name: string): void {
      const { topic } = subscriptionOf(name).settings();
      topics.get(topic)?.subscriptions.delete(name);
      subscriptions.delete(name);
      for (const listener of changes) listener(name);
    },
    hasSubscription: (name: string): boolean => subscriptions.has(name),
    /** Works off all deadlines that have passed. */
    tick(): void {
      for (const each of subscriptions.values()) each.tick();
    },
    /** When `tick` has something to do next, in milliseconds since 1970. */
    nextDueAt(): number | undefined {
      const times = [...subscriptions.values()].flatMap((each) => each.nextDueAt() ?? []);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    counts: (name: string) => subscriptionOf(name).counts(),
    topicCounts: (name: string): { readonly published: number } => ({ published: topicOf(name).published }),
    /** Called synchronously for every event; the answer ends it. */
    observe(listener: (event: PubsubEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Called when a subscription came, went, or may have something to deliver or a new deadline. */
    onChange(listener: (subscription: string) => void): () => void {
      changes.add(listener);
      return () => changes.delete(listener);
    },
  };
}

/** Everything but the wire. */
export type PubsubEngine = ReturnType<typeof pubsubEngine>;
