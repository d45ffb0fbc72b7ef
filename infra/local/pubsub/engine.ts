// The Pub/Sub of this machine without its protocol: all topics and subscriptions as one pure state machine.

import { type AckReport, answerAll } from "./answers.ts";
import { deadLetter } from "./dead-letter.ts";
import { acknowledge, fail, settle } from "./endings.ts";
import { type Delivered, type TakeRequest, take } from "./hand-out.ts";
import { listeners } from "./listeners.ts";
import type { Draft, PublishedMessage } from "./message.ts";
import { checkDrafts } from "./publish-rules.ts";
import { type Replay, replay } from "./replay.ts";
import { type Schemas, schemaTable } from "./schemas/schema-table.ts";
import { stamped } from "./schemas/stamped.ts";
import {
  accept,
  countsOf,
  nextDueAt,
  type Subscription,
  type SubscriptionCounts,
  type SubscriptionWorld,
  scheduleEnd,
} from "./subscription.ts";
import { type Subscriptions, subscriptionTable } from "./subscriptions.ts";
import { keep, type Topic, type Topics, topicTable } from "./topics.ts";

/** Something that has just happened to a message; names are full ones. */
export type PubsubEvent =
  | { readonly kind: "published"; readonly topic: string; readonly message: PublishedMessage }
  /** For good: one acknowledged behind another of its ordering key counts once that one is, too. */
  | { readonly kind: "acked" | "dead-lettered"; readonly subscription: string; readonly message: PublishedMessage };

/** What makes an engine. */
interface PubsubEngineParts {
  /** Milliseconds since 1970; must never go back. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1: where ids of messages and of schema revisions begin, and nothing else. */
  readonly random: () => number;
  /** Called once per thing that an operation looks at: shows how much work an operation is. */
  readonly step?: () => void;
}

/**
 * Does no I/O, keeps no timer, reads no clock of its own. Names are full ones; every operation on a subscription throws
 * `PubsubFault` `NOT_FOUND` where there is no such subscription. The work of an operation doesn't grow with the messages
 * that wait beyond a logarithm, and memory only with those that some subscription has not acknowledged.
 */
export interface PubsubEngine extends Replay {
  readonly topics: Topics;
  readonly subscriptions: Subscriptions;
  readonly schemas: Schemas;
  /** What was said of a topic, a subscription, a snapshot or a schema, for whoever wants to say something. */
  readonly policies: WeakMap<object, object>;
  /** Its subscriptions stay and keep what they hold. */
  deleteTopic(name: string): void;
  /**
   * All or nothing; gives the ids in order. Throws the fault of the first rule that a draft breaks, `INVALID_ARGUMENT`
   * where one is not what the topic's schema says.
   */
  publish(topic: string, drafts: readonly Draft[]): readonly string[];
  take(subscription: string, request: TakeRequest): readonly Delivered[];
  /**
   * Ids that are no longer good are passed over; throws `INVALID_ARGUMENT` for one that never was, and does nothing.
   * With exactly-once delivery both are reported instead.
   */
  ack(subscription: string, ackIds: readonly string[]): AckReport;
  /** Deadlines end so many seconds from now; 0 refuses. Ids as in `ack`. */
  modifyDeadline(subscription: string, ackIds: readonly string[], seconds: number): AckReport;
  /** Somebody is there, and the subscription does not expire, until the function given back is called. */
  attend(subscription: string): () => void;
  /** Ends what is over by now. Every operation does so first; needed only where none comes. */
  settle(subscription: string): void;
  /** When `settle` has something to do next. */
  nextDueAt(subscription: string): number | undefined;
  counts(subscription: string): SubscriptionCounts;
  topicCounts(topic: string): { readonly published: number };
  /** The listener is called at once for each event, within the operation, until the function given back is called. */
  observe(listener: (event: PubsubEvent) => void): () => void;
  /** Likewise, with a subscription's name whenever it may have something to hand out, or `nextDueAt` may be sooner. */
  onStir(listener: (subscription: string) => void): () => void;
  /** Likewise, after a subscription was made, changed or deleted. */
  onConfigured(listener: (subscription: string) => void): () => void;
}

/** An engine without topics. */
export function pubsubEngine({ now, random, step = () => {} }: PubsubEngineParts): PubsubEngine {
  const events = listeners<PubsubEvent>();
  const stirs = listeners<string>();
  const configurations = listeners<string>();
  const topics = topicTable();
  const schemas = schemaTable(now, random);
  const nextId = messageIds(random);

  const put = (topic: Topic, draft: Draft): string => {
    const { data, attributes, orderingKey } = draft;
    const message = { id: nextId(), data, attributes, orderingKey, publishedAt: now() };
    topic.published++;
    events.call({ kind: "published", topic: topic.settings.name, message });
    keep(topic, message);
    for (const each of topic.subscriptions) if (subscriptions.isAlive(each)) accept(each, message);
    return message.id;
  };
  const worldOf = (name: string): SubscriptionWorld => ({
    now,
    stir: () => stirs.call(name),
    acked: (message) => events.call({ kind: "acked", subscription: name, message }),
    topicRetentionMs: () => subscriptions.topicOf(name)?.settings.retentionMs ?? 0,
    bury(message, attempts) {
      const target = topics.find(subscriptions.get(name).settings.deadLetter?.topic ?? "");
      if (target === undefined) return false;
      put(target, deadLetter(name, message, attempts));
      events.call({ kind: "dead-lettered", subscription: name, message });
      return true;
    },
  });
  const configured = (name: string): void => {
    configurations.call(name);
    stirs.call(name);
  };
  const subscriptions = subscriptionTable({ topics, step, worldOf, configured });
  const settled = (name: string, found = subscriptions.get(name)): Subscription => {
    settle(found, now());
    return found;
  };
  const used = (name: string): Subscription => settled(name, subscriptions.use(name));
  return {
    topics,
    subscriptions,
    schemas,
    policies: new WeakMap(),
    deleteTopic(name) {
      const orphans = topics.get(name).subscriptions;
      topics.delete(name);
      subscriptions.orphan(orphans);
    },
    publish(name, drafts) {
      const topic = topics.get(name);
      checkDrafts(drafts);
      const checked = drafts.map((draft) => stamped(draft, topic.settings.schema, schemas));
      return checked.map((draft) => put(topic, draft));
    },
    take: (name, request) => take(used(name), request),
    ack(name, ackIds) {
      const found = used(name);
      return answerAll(found, ackIds, { act: (entry) => acknowledge(found, entry), isInOrder: true });
    },
    modifyDeadline(name, ackIds, seconds) {
      const found = used(name);
      const endsAt = now() + seconds * 1_000;
      return answerAll(found, ackIds, {
        act: (entry) => (seconds === 0 ? fail(found, entry) : scheduleEnd(found, entry, endsAt)),
      });
    },
    attend(name) {
      const found = subscriptions.use(name);
      found.attendants++;
      return () => {
        found.attendants--;
        found.usedAt = now();
      };
    },
    ...replay({ topics, used, now }),
    settle: settled,
    nextDueAt: (name) => nextDueAt(subscriptions.get(name)),
    counts: (name) => countsOf(settled(name)),
    topicCounts: (name) => ({ published: topics.get(name).published }),
    observe: events.add,
    onStir: stirs.add,
    onConfigured: configurations.add,
  };
}

/** Digits, as the service's are; they rise, and begin somewhere else in each engine. */
function messageIds(random: () => number): () => string {
  let last = 1e15 + Math.floor(random() * 1e15);
  return () => String(++last);
}
