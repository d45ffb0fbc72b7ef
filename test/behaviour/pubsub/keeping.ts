import { expect } from "vitest";
import { type Check, docs, refusal, rpc, seconds, texts } from "./check.ts";
import { openStream } from "./open-stream.ts";

const DAY = 86_400;

/** How long messages and subscriptions are kept. */
export const keepChecks: readonly Check[] = [
  {
    name: "a message is gone after the subscription's retention",
    says: docs("subscription-properties#message_retention_duration"),
    passes: true,
    async run({ subscription, publish, pull, pass }) {
      const { topic, subscription: name } = await subscription({ messageRetentionDuration: seconds(600) });
      await publish(topic, "a");
      await pass(601);
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a message stays until then",
    says: docs("subscription-properties#message_retention_duration"),
    passes: true,
    async run({ subscription, publish, pull, pass }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await pass(7 * DAY - 5);
      expect(await pull(name)).toHaveLength(1);
    },
  },
  {
    name: "a topic that keeps messages for longer keeps them for its subscriptions",
    says: docs("replay-overview#topic_message_retention"),
    passes: true,
    async run({ topic: make, subscription, publish, pull, pass }) {
      const of = await make({ messageRetentionDuration: seconds(DAY) });
      const { subscription: name } = await subscription({ topic: of, messageRetentionDuration: seconds(600) });
      await publish(of, "a");
      await pass(3_600);
      expect(texts(await pull(name))).toEqual(["a"]);
    },
  },
  {
    name: "acknowledged messages that are kept are gone after the retention",
    says: rpc("subscription"),
    passes: true,
    async run({ subscription, publish, pull, ack, subscriber, pass }) {
      const fields = { retainAckedMessages: true, messageRetentionDuration: seconds(600) };
      const { topic, subscription: name } = await subscription(fields);
      await publish(topic, "a");
      await ack(name, await pull(name));
      await pass(601);
      await subscriber.seek({ subscription: name, time: { seconds: 1 } });
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a subscription that nobody uses expires",
    says: rpc("expirationpolicy"),
    passes: true,
    async run({ subscription, subscriber, publisher, pass }) {
      const { topic, subscription: name } = await subscription({ expirationPolicy: { ttl: seconds(DAY) } });
      await pass(DAY);
      expect(await refusal(subscriber.getSubscription({ subscription: name }))).toBe("NOT_FOUND");
      expect((await publisher.listTopicSubscriptions({ topic }))[0]).toEqual([]);
    },
  },
  {
    name: "a pull keeps a subscription from expiring",
    says: docs("subscription-properties#expiration_period"),
    passes: true,
    async run({ subscription, subscriber, pull, pass }) {
      const { subscription: name } = await subscription({ expirationPolicy: { ttl: seconds(DAY) } });
      await pass(DAY - 60);
      await pull(name);
      await pass(DAY - 60);
      expect((await subscriber.getSubscription({ subscription: name }))[0].name).toBe(name);
    },
  },
  {
    name: "an open stream keeps a subscription from expiring",
    says: docs("subscription-properties#expiration_period"),
    passes: true,
    async run(world) {
      const { topic, subscription } = await world.subscription({ expirationPolicy: { ttl: seconds(DAY) } });
      const stream = openStream(world, subscription);
      await world.publish(topic, "a");
      await stream.until(1);
      stream.write({ ackIds: stream.received.map(({ ackId }) => ackId ?? "") });
      await world.pass(2 * DAY);
      expect((await world.subscriber.getSubscription({ subscription }))[0].name).toBe(subscription);
      stream.end();
    },
  },
  {
    name: "a subscription without an expiration stays however long nobody uses it",
    says: rpc("expirationpolicy"),
    passes: true,
    async run({ subscription, subscriber, pass }) {
      const { subscription: name } = await subscription({ expirationPolicy: {} });
      await pass(365 * DAY);
      expect((await subscriber.getSubscription({ subscription: name }))[0].name).toBe(name);
    },
  },
];
