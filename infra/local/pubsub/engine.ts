// The Pub/Sub of this machine without its protocol: all topics and subscriptions as one pure state machine.

import { deadLetter } from "./dead-letter.ts";
import { acknowledge, fail, settle } from "./endings.ts";
import { type Delivered, findOutstanding, type TakeRequest, take } from "./hand-out.ts";
import { listeners } from "./listeners.ts";
import type { Draft, PublishedMessage } from "./message.ts";
import { checkDrafts } from "./publish-rules.ts";
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
import { type Topic, type Topics, topicTable } from "./topics.ts";

/** Something that has just happened to a message; names are full ones. */
export type PubsubEvent =
  | { readonly kind: "published"; readonly topic: string; readonly message: PublishedMessage }
  /** For good: one acknowledged behind another of its ordering key counts once that one is, too. */
  | { readonly kind: "acked" | "dead-lettered"; readonly subscription: string; readonly message: PublishedMessage };

/** What makes an engine. */
interface PubsubEngineParts {
  /** Milliseconds since 1970; must never go back. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1: where message ids begin, and nothing else. */
  readonly random: () => number;
  /** Called once per thing that an operation looks at: shows how much work an operation is. */
  readonly step?: () => void;
}

/**
 * Does no I/O, keeps no timer, reads no clock of its own. Names are full ones; every operation on a subscription throws
 * `PubsubFault` `NOT_FOUND` where there is no such subscription. The work of an operation doesn't grow with the messages
 * that wait beyond a logarithm, and memory only with those that some subscription has not acknowledged.
 */
export interface PubsubEngine {
  readonly topics: Topics;
  readonly subscriptions: Subscriptions;
  /** Its subscriptions stay and keep what they hold. */
  deleteTopic(name: string): void;
  /** All or nothing; gives the ids in order. Throws the fault of the first rule that a draft breaks. */
  publish(topic: string, drafts: readonly Draft[]): readonly string[];
  take(subscription: string, request: TakeRequest): readonly Delivered[];
  /** Ids that are no longer good are passed over; throws `INVALID_ARGUMENT` for one that never was, and does nothing. */
  ack(subscription: string, ackIds: readonly string[]): void;
  /** Deadlines end so many seconds from now; 0 refuses. Ids as in `ack`. */
  modifyDeadline(subscription: string, ackIds: readonly string[], seconds: number): void;
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
  const nextId = messageIds(random);

  const put = (topic: Topic, draft: Draft): string => {
    const { data, attributes, orderingKey } = draft;
    const message = { id: nextId(), data, attributes, orderingKey, publishedAt: now() };
    topic.published++;
    events.call({ kind: "published", topic: topic.settings.name, message });
    for (const each of topic.subscriptions) accept(each, message);
    return message.id;
  };
  const worldOf = (name: string): SubscriptionWorld => ({
    now,
    stir: () => stirs.call(name),
    acked: (message) => events.call({ kind: "acked", subscription: name, message }),
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
  const settled = (name: string): Subscription => {
    const found = subscriptions.get(name);
    settle(found, now());
    return found;
  };
  return {
    topics,
    subscriptions,
    deleteTopic(name) {
      const orphans = topics.get(name).subscriptions;
      topics.delete(name);
      subscriptions.orphan(orphans);
    },
    publish(name, drafts) {
      const topic = topics.get(name);
      checkDrafts(drafts);
      return drafts.map((draft) => put(topic, draft));
    },
    take: (name, request) => take(settled(name), request),
    ack: (name, ackIds) => end(settled(name), ackIds, acknowledge),
    modifyDeadline(name, ackIds, seconds) {
      const endsAt = now() + seconds * 1_000;
      end(settled(name), ackIds, seconds === 0 ? fail : (found, entry) => scheduleEnd(found, entry, endsAt));
    },
    settle: settled,
    nextDueAt: (name) => nextDueAt(subscriptions.get(name)),
    counts: (name) => countsOf(settled(name)),
    topicCounts: (name) => ({ published: topics.get(name).published }),
    observe: events.add,
    onStir: stirs.add,
    onConfigured: configurations.add,
  };
}

/** Ends or moves deliveries one by one: what ends one may end a later one of the same request as well. */
function end(
  subscription: Subscription,
  ackIds: readonly string[],
  act: (subscription: Subscription, entry: ReturnType<typeof findOutstanding>[number]) => void,
): void {
  for (const entry of findOutstanding(subscription, ackIds))
    if (entry.state === "outstanding") act(subscription, entry);
  subscription.world.stir();
}

/** Digits, as the service's are; they rise, and begin somewhere else in each engine. */
function messageIds(random: () => number): () => string {
  let last = 1e15 + Math.floor(random() * 1e15);
  return () => String(++last);
}
