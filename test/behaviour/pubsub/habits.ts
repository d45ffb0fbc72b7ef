import { expect } from "vitest";
import { type Check, docs, eventually, texts, type World } from "./check.ts";
import { openStream } from "./open-stream.ts";

/** Publishes so many messages through the official client, which gathers them. */
async function publishMany({ client }: World, topic: string, count: number, orderingKey?: (n: number) => string) {
  const publisher = client.topic(topic, {
    batching: { maxMessages: 100, maxMilliseconds: 5 },
    messageOrdering: orderingKey !== undefined,
  });
  const all = Array.from({ length: count }, (_, n) => {
    const keyed = orderingKey === undefined ? {} : { orderingKey: orderingKey(n) };
    return publisher.publishMessage({ data: Buffer.from(String(n)), ...keyed });
  });
  return Promise.all(all);
}

/** Consumers of the official client, which acknowledge all that they get, until so many different ones have come. */
async function consumeAll({ client }: World, subscription: string, consumers: number, count: number) {
  const seen: { readonly text: string; readonly key: string; readonly consumer: number }[] = [];
  const all = Array.from({ length: consumers }, (_, consumer) =>
    client
      .subscription(subscription, { flowControl: { maxMessages: 50 }, streamingOptions: { maxStreams: 1 } })
      .on("message", (message) => {
        seen.push({ text: String(message.data), key: message.orderingKey ?? "", consumer });
        message.ack();
      })
      .on("error", () => {}),
  );
  try {
    await eventually(() => new Set(seen.map(({ text }) => text)).size, count);
  } finally {
    await Promise.all(all.map((each) => each.close()));
  }
  return seen;
}

/** What clients are used to do. */
export const habitChecks: readonly Check[] = [
  {
    name: "a publisher that gathers messages gets an id for each, in its order",
    says: docs("batch-messaging"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const ids = await publishMany(world, topic, 1_000);
      expect(new Set(ids).size).toBe(1_000);
      const received = await world.pull(subscription, 1_000);
      const byId = new Map(received.map(({ message }) => [message?.messageId, String(message?.data)]));
      expect(ids.map((id) => byId.get(id))).toEqual(ids.map((_, n) => String(n)));
    },
  },
  {
    name: "sixteen consumers get every message between them",
    says: docs("pull#streamingpull_api"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      await publishMany(world, topic, 2_000);
      const seen = await consumeAll(world, subscription, 16, 2_000);
      expect(seen.map(({ text }) => Number(text)).toSorted((a, b) => a - b)).toEqual([...Array(2_000).keys()]);
    },
  },
  {
    name: "sixteen consumers get each key in order",
    says: docs("ordering"),
    async run(world) {
      const { topic, subscription } = await world.subscription({ enableMessageOrdering: true });
      await publishMany(world, topic, 600, (n) => `k${n % 20}`);
      const seen = await consumeAll(world, subscription, 16, 600);
      for (let key = 0; key < 20; key++) {
        const own = seen.filter((each) => each.key === `k${key}`).map(({ text }) => Number(text));
        expect(own).toEqual(own.toSorted((a, b) => a - b));
      }
    },
  },
  {
    name: "a consumer that is closed and opened again goes on where it was",
    says: docs("pull#streamingpull_api"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      for (const round of [1, 2, 3]) {
        await publishMany(world, topic, 50);
        const seen = await consumeAll(world, subscription, 1, 50);
        expect([round, seen.length]).toEqual([round, 50]);
      }
      expect(await world.pull(subscription)).toEqual([]);
    },
  },
  {
    name: "streams that break off without a word leave nothing open and lose nothing",
    says: docs("lease-management"),
    passes: true,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      await world.publish(topic, ...Array.from({ length: 40 }, (_, n) => String(n)));
      for (let round = 0; round < 4; round++) {
        const stream = openStream(world, subscription, { maxOutstandingMessages: 10, clientId: "one" });
        await stream.until(10);
        stream.end();
        await stream.ended;
      }
      const left = new Set<string>();
      const next = async () => {
        await world.pass(11);
        for (const text of texts(await world.pull(subscription, 40))) left.add(text);
        return left.size;
      };
      await eventually(next, 40);
    },
  },
  {
    name: "a stream that comes back under its client id gets messages again",
    says: docs("reference/rpc/google.pubsub.v1#streamingpullrequest"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const first = openStream(world, subscription, { clientId: "me" });
      await world.publish(topic, "a");
      await first.until(1);
      first.write({ ackIds: first.received.map(({ ackId }) => ackId ?? "") });
      first.end();
      await first.ended;
      const second = openStream(world, subscription, { clientId: "me" });
      await eventually(async () => {
        await world.publish(topic, "b");
        return texts(second.received).includes("b");
      }, true);
      second.end();
    },
  },
  {
    name: "a consumer that nacks gets the message again until it takes it",
    says: docs("handling-failures"),
    async run({ client, subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      const consumer = client.subscription(name);
      let times = 0;
      consumer.on("error", () => {}).on("message", (message) => (++times < 4 ? message.nack() : message.ack()));
      await eventually(() => times, 4);
      await consumer.close();
      expect(await pull(name)).toEqual([]);
    },
  },
];
