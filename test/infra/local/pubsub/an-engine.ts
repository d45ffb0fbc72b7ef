// An engine in virtual time, and drafts and settings with defaults: what the tests of the engine start from.

import type { AckReport } from "../../../../infra/local/pubsub/answers.ts";
import { type PubsubEngine, type PubsubEvent, pubsubEngine } from "../../../../infra/local/pubsub/engine.ts";
import type { Consumer } from "../../../../infra/local/pubsub/entry.ts";
import { PubsubFault } from "../../../../infra/local/pubsub/fault.ts";
import type { Delivered } from "../../../../infra/local/pubsub/hand-out.ts";
import type { Draft } from "../../../../infra/local/pubsub/message.ts";
import type { SubscriptionSettings } from "../../../../infra/local/pubsub/settings.ts";

/** An engine whose time stands still until it is told to pass. */
export interface VirtualEngine {
  readonly engine: PubsubEngine;
  /** Lets seconds pass. */
  pass(seconds: number): void;
  now(): number;
  /** Turns and deadlines looked at so far. */
  steps(): number;
  readonly events: readonly PubsubEvent[];
}

export const START_MS = 1_000_000_000_000;

/** Its first message id is 1000000000000001. */
export function anEngine(): VirtualEngine {
  let now = START_MS;
  let steps = 0;
  const step = () => {
    steps++;
  };
  const engine = pubsubEngine({ now: () => now, random: () => 0, step });
  const events: PubsubEvent[] = [];
  engine.observe((event) => void events.push(event));
  return {
    engine,
    pass: (seconds) => {
      now += seconds * 1_000;
    },
    now: () => now,
    steps: () => steps,
    events,
  };
}

export const TOPIC = "projects/earth/topics/orders";
export const DEAD = "projects/earth/topics/orders-dead";
export const SUBSCRIPTION = "projects/earth/subscriptions/billing";

/** A subscription of `TOPIC` as one gets it without asking for anything. */
export const settings = (parts: Partial<SubscriptionSettings> = {}): SubscriptionSettings => ({
  name: SUBSCRIPTION,
  topic: TOPIC,
  isOrdered: false,
  ackDeadlineMs: 10_000,
  isExactlyOnce: false,
  filter: "",
  keepsAcked: false,
  isDetached: false,
  retentionMs: 604_800_000,
  expirationMs: undefined,
  retry: undefined,
  deadLetter: undefined,
  push: undefined,
  labels: {},
  ...parts,
});

/** An engine with `TOPIC`, `DEAD`, and one subscription of the topic. */
export function aSubscribedEngine(parts: Partial<SubscriptionSettings> = {}): VirtualEngine {
  const virtual = anEngine();
  for (const name of [TOPIC, DEAD]) virtual.engine.topics.create({ name, labels: {}, retentionMs: undefined });
  virtual.engine.subscriptions.create(settings(parts));
  return virtual;
}

/** A draft that the service takes. */
export const aDraft = (text = "hello", orderingKey = "", attributes: Record<string, string> = {}): Draft => ({
  data: Buffer.from(text),
  attributes: new Map(Object.entries(attributes)),
  orderingKey,
});

/** Publishes texts to `TOPIC`, all of one ordering key. */
export const publish = ({ engine }: VirtualEngine, texts: readonly string[], orderingKey = ""): readonly string[] =>
  engine.publish(
    TOPIC,
    texts.map((text) => aDraft(text, orderingKey)),
  );

/** Takes from `SUBSCRIPTION`. */
export const take = ({ engine }: VirtualEngine, most = 1_000, consumer?: Consumer): readonly Delivered[] =>
  engine.take(SUBSCRIPTION, consumer === undefined ? { most } : { most, consumer });

/** The texts of what was taken, in order. */
export const texts = (taken: readonly Delivered[]): readonly string[] =>
  taken.map(({ message }) => Buffer.from(message.data).toString());

/** Acknowledges what was taken. */
export const ack = ({ engine }: VirtualEngine, taken: readonly Delivered[]): AckReport =>
  engine.ack(
    SUBSCRIPTION,
    taken.map(({ ackId }) => ackId),
  );

/** Refuses what was taken. */
export const nack = ({ engine }: VirtualEngine, taken: readonly Delivered[]): AckReport =>
  engine.modifyDeadline(
    SUBSCRIPTION,
    taken.map(({ ackId }) => ackId),
    0,
  );

/** The status of the fault that an action throws. Anything else that it does is an error here. */
export function faultOf(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof PubsubFault) return thrown.status;
    throw thrown;
  }
  throw new Error("the action threw no fault");
}
