import { expect } from "vitest";
import { type Check, docs, eventually, type Received, rpc, texts } from "./check.ts";
import { openStream } from "./open-stream.ts";

const REQUEST = rpc("streamingpullrequest");
const ackIdsOf = (received: readonly Received[]) => received.map(({ ackId }) => ackId ?? "");
type Run = Parameters<Check["run"]>[0];

const refusedFirst: readonly (readonly [what: string, fields: object])[] = [
  ["a stream with a deadline of 9 seconds", { streamAckDeadlineSeconds: 9 }],
  ["a stream with a deadline of 601 seconds", { streamAckDeadlineSeconds: 601 }],
  ["a stream with more ack ids than deadlines", { modifyDeadlineAckIds: ["1:1:1"], modifyDeadlineSeconds: [] }],
];

const refusedLater: readonly (readonly [what: string, fields: object])[] = [
  ["names a subscription", { subscription: "projects/p/subscriptions/sub" }],
  ["sets a limit of messages", { maxOutstandingMessages: 5 }],
  ["sets a limit of bytes", { maxOutstandingBytes: 5 }],
  ["has an ack id that never was one", { ackIds: ["never an ack id"] }],
  ["has a negative deadline", { modifyDeadlineAckIds: ["1:1:1"], modifyDeadlineSeconds: [-1] }],
];

/** StreamingPull. */
export const streamChecks: readonly Check[] = [
  ...refusedFirst.map(([what, fields]) => ({
    name: `${what} is refused`,
    says: REQUEST,
    async run(world: Run) {
      const { subscription } = await world.subscription();
      expect(await openStream(world, subscription, fields).ended).toBe("INVALID_ARGUMENT");
    },
  })),
  ...refusedLater.map(([what, fields]) => ({
    name: `a stream whose later request ${what} is ended`,
    says: REQUEST,
    async run(world: Run) {
      const { subscription } = await world.subscription();
      const stream = openStream(world, subscription);
      stream.write(fields);
      expect(await stream.ended).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a stream of a subscription that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.StreamingPull"),
    async run(world) {
      expect(await openStream(world, world.name("subscriptions")).ended).toBe("NOT_FOUND");
    },
  },
  {
    name: "a stream brings messages as they come, and takes acknowledgements",
    says: docs("pull#streamingpull_api"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const stream = openStream(world, subscription);
      await world.publish(topic, "a");
      await stream.until(1);
      stream.write({ ackIds: ackIdsOf(stream.received) });
      await world.publish(topic, "b");
      await stream.until(2);
      stream.write({ ackIds: ackIdsOf(stream.received) });
      expect(texts(stream.received)).toEqual(["a", "b"]);
      expect(await world.pull(subscription)).toEqual([]);
      stream.end();
    },
  },
  {
    name: "a stream has no more messages outstanding than its limit",
    says: REQUEST,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const stream = openStream(world, subscription, { maxOutstandingMessages: 2 });
      await world.publish(topic, "a", "b", "c", "d", "e");
      await stream.until(2);
      expect(stream.received).toHaveLength(2);
      stream.write({ ackIds: ackIdsOf(stream.received) });
      await stream.until(4);
      expect(stream.received).toHaveLength(4);
      stream.end();
    },
  },
  {
    name: "a stream gets nothing more once its bytes are out",
    says: REQUEST,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const stream = openStream(world, subscription, { maxOutstandingBytes: 150 });
      for (let n = 0; n < 4; n++) await world.publish(topic, "x".repeat(100));
      await stream.until(2);
      expect(stream.received).toHaveLength(2);
      stream.write({ ackIds: ackIdsOf(stream.received) });
      await stream.until(4);
      stream.end();
    },
  },
  {
    name: "a stream refuses a message by a deadline of 0",
    says: REQUEST,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const stream = openStream(world, subscription);
      await world.publish(topic, "a");
      await stream.until(1);
      stream.write({ modifyDeadlineAckIds: ackIdsOf(stream.received), modifyDeadlineSeconds: [0] });
      await stream.until(2);
      stream.end();
    },
  },
  {
    name: "a stream takes acknowledgements of what another one got",
    says: REQUEST,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      await world.publish(topic, "a");
      const received = await world.pull(subscription);
      const stream = openStream(world, subscription);
      stream.write({ ackIds: ackIdsOf(received) });
      await world.publish(topic, "b");
      await stream.until(1);
      expect(texts(stream.received)).toEqual(["b"]);
      stream.end();
    },
  },
  {
    name: "messages of a stream have the stream's deadline",
    says: REQUEST,
    passes: true,
    async run(world) {
      const { topic, subscription } = await world.subscription({ ackDeadlineSeconds: 10 });
      const stream = openStream(world, subscription, { streamAckDeadlineSeconds: 60, maxOutstandingMessages: 1 });
      await world.publish(topic, "a");
      await stream.until(1);
      await world.pass(59);
      expect(stream.received).toHaveLength(1);
      await world.pass(1);
      await stream.until(2);
      stream.end();
    },
  },
  {
    name: "what a stream had when it broke off comes again when it is due",
    says: docs("lease-management"),
    passes: true,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const stream = openStream(world, subscription);
      await world.publish(topic, "a");
      await stream.until(1);
      stream.end();
      await stream.ended;
      // Until the server has heard that the stream is gone, it may still send there.
      const next = async () => {
        await world.pass(11);
        return texts(await world.pull(subscription));
      };
      await eventually(next, ["a"]);
    },
  },
  {
    name: "a stream tells whether its subscription keeps order",
    says: rpc("streamingpullresponse"),
    async run(world) {
      const { topic, subscription } = await world.subscription({ enableMessageOrdering: true });
      const stream = openStream(world, subscription);
      await world.publish(topic, "a");
      await stream.until(1);
      expect(stream.answers.at(-1)).toMatchObject({ subscriptionProperties: { messageOrderingEnabled: true } });
      stream.end();
    },
  },
  {
    name: "the streams of a subscription share its messages",
    says: docs("subscription-overview"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const streams = [1, 2].map(() => openStream(world, subscription, { maxOutstandingMessages: 2 }));
      await world.publish(topic, "a", "b", "c", "d");
      for (const stream of streams) await stream.until(2);
      expect(streams.flatMap(({ received }) => texts(received)).toSorted()).toEqual(["a", "b", "c", "d"]);
      for (const stream of streams) stream.end();
    },
  },
  {
    name: "a stream ends when its subscription is deleted",
    says: rpc("google.pubsub.v1.Subscriber.DeleteSubscription"),
    open: "The status: NOT_FOUND, as every call on a deleted subscription.",
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const stream = openStream(world, subscription);
      await world.publish(topic, "a");
      await stream.until(1);
      await world.subscriber.deleteSubscription({ subscription });
      expect(await stream.ended).toBe("NOT_FOUND");
    },
  },
];
