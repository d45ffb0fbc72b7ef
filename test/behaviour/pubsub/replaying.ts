import { expect } from "vitest";
import { type Check, docs, refusal, rpc, seconds, texts, type World } from "./check.ts";

const PAGE = docs("replay-overview");
const DAY = 86_400;

/** All that was published up to now, and a little more. */
const past = (): { seconds: number } => ({ seconds: Math.floor(Date.now() / 1_000) - 3_600 });
const future = (): { seconds: number } => ({ seconds: Math.floor(Date.now() / 1_000) + 3_600 });

async function snapshotOf(world: World, subscription: string): Promise<string> {
  const [{ name }] = await world.subscriber.createSnapshot({ name: world.name("snapshots"), subscription });
  return name ?? "";
}

/** Seeking to a time. */
const times: readonly Check[] = [
  {
    name: "a seek into the future acknowledges everything",
    says: PAGE,
    async run({ subscription, publish, subscriber, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a", "b");
      await subscriber.seek({ subscription: name, time: future() });
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "after a seek into the future what is published before that time is not delivered",
    says: PAGE,
    passes: true,
    async run({ subscription, publish, subscriber, pull, pass }) {
      const { topic, subscription: name } = await subscription();
      await subscriber.seek({ subscription: name, time: { seconds: Math.floor(Date.now() / 1_000) + 2 * DAY } });
      await publish(topic, "early");
      expect(await pull(name)).toEqual([]);
      await pass(3 * DAY);
      await publish(topic, "late");
      expect(texts(await pull(name))).toEqual(["late"]);
    },
  },
  {
    name: "a seek into the past brings acknowledged messages back that the subscription has kept",
    says: PAGE,
    async run({ subscription, publish, subscriber, pull, ack }) {
      const { topic, subscription: name } = await subscription({ retainAckedMessages: true });
      await publish(topic, "a", "b");
      await ack(name, await pull(name, 2));
      await subscriber.seek({ subscription: name, time: past() });
      expect(texts(await pull(name, 3)).toSorted()).toEqual(["a", "b"]);
    },
  },
  {
    name: "a seek into the past brings nothing back that nobody has kept",
    says: PAGE,
    async run({ subscription, publish, subscriber, pull, ack }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await ack(name, await pull(name));
      await subscriber.seek({ subscription: name, time: past() });
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a seek brings back what the topic has kept",
    says: docs("replay-overview#topic_message_retention"),
    async run({ topic: make, subscription, publish, subscriber, pull, ack }) {
      const of = await make({ messageRetentionDuration: seconds(DAY) });
      const { topic, subscription: name } = await subscription({ topic: of });
      await publish(topic, "a");
      await ack(name, await pull(name));
      await subscriber.seek({ subscription: name, time: past() });
      expect(texts(await pull(name))).toEqual(["a"]);
    },
  },
  {
    name: "a seek brings what the topic has kept from before the subscription was there",
    says: docs("replay-overview#topic_message_retention"),
    async run({ topic: make, subscription, publish, subscriber, pull }) {
      const of = await make({ messageRetentionDuration: seconds(DAY) });
      await publish(of, "early");
      const { subscription: name } = await subscription({ topic: of });
      expect(await pull(name)).toEqual([]);
      await subscriber.seek({ subscription: name, time: past() });
      expect(texts(await pull(name))).toEqual(["early"]);
    },
  },
  {
    name: "a seek takes messages of before its time away, and leaves the others",
    says: rpc("seekrequest"),
    passes: true,
    async run({ subscription, publish, subscriber, pull, pass }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "old");
      const [received] = await pull(name);
      await pass(3_600);
      await publish(topic, "new");
      const at = Number(received?.message?.publishTime?.seconds) + 1_800;
      await subscriber.seek({ subscription: name, time: { seconds: at } });
      expect(texts(await pull(name, 2))).toEqual(["new"]);
    },
  },
  {
    name: "a key that is sought back comes in order",
    says: docs("ordering"),
    async run({ subscription, publish, subscriber, pull, ack }) {
      const { topic, subscription: name } = await subscription({
        retainAckedMessages: true,
        enableMessageOrdering: true,
      });
      for (const body of ["a", "b", "c"]) await publish(topic, { data: Buffer.from(body), orderingKey: "k" });
      await ack(name, (await pull(name, 3)).slice(0, 2));
      await subscriber.seek({ subscription: name, time: past() });
      expect(texts(await pull(name, 3))).toEqual(["a", "b", "c"]);
    },
  },
  {
    name: "a seek of a subscription that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.Seek"),
    async run({ name, subscriber }) {
      expect(await refusal(subscriber.seek({ subscription: name("subscriptions"), time: past() }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a seek without a target is refused",
    says: rpc("seekrequest"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      expect(await refusal(subscriber.seek({ subscription: name }))).toBe("INVALID_ARGUMENT");
    },
  },
];

/** Snapshots. */
const snapshots: readonly Check[] = [
  {
    name: "a snapshot brings back what was not acknowledged when it was made, and what came later",
    says: PAGE,
    async run(world) {
      const { topic, subscription } = await world.subscription();
      await world.publish(topic, "done");
      await world.ack(subscription, await world.pull(subscription));
      await world.publish(topic, "open");
      const snapshot = await snapshotOf(world, subscription);
      await world.publish(topic, "later");
      await world.ack(subscription, await world.pull(subscription, 2));
      await world.subscriber.seek({ subscription, snapshot });
      expect(texts(await world.pull(subscription, 3)).toSorted()).toEqual(["later", "open"]);
    },
  },
  {
    name: "a snapshot carries the state of one subscription to another of its topic",
    says: PAGE,
    async run(world) {
      const one = await world.subscription();
      const other = await world.subscription({ topic: one.topic });
      await world.publish(one.topic, "a");
      await world.ack(one.subscription, await world.pull(one.subscription));
      const snapshot = await snapshotOf(world, one.subscription);
      await world.subscriber.seek({ subscription: other.subscription, snapshot });
      expect(await world.pull(other.subscription)).toEqual([]);
    },
  },
  {
    name: "a snapshot of another topic is refused",
    says: rpc("seekrequest"),
    open: "The status: the reference says only that the topic must be the same; this is the emulator's.",
    async run(world) {
      const [one, other] = [await world.subscription(), await world.subscription()];
      const snapshot = await snapshotOf(world, one.subscription);
      const call = world.subscriber.seek({ subscription: other.subscription, snapshot });
      expect(await refusal(call)).toBe("FAILED_PRECONDITION");
    },
  },
  {
    name: "a snapshot of an empty subscription lives for seven days",
    says: rpc("snapshot"),
    async run({ subscription, subscriber, name }) {
      const { topic, subscription: of } = await subscription();
      const at = Date.now() / 1_000;
      const [made] = await subscriber.createSnapshot({ name: name("snapshots"), subscription: of });
      expect(made.topic).toBe(topic);
      expect(Math.abs(Number(made.expireTime?.seconds) - at - 7 * DAY)).toBeLessThan(60 * DAY);
    },
  },
  {
    name: "a snapshot lives for seven days less the age of the oldest message",
    says: rpc("snapshot"),
    passes: true,
    async run({ subscription, publish, subscriber, name, pass }) {
      const { topic, subscription: of } = await subscription();
      const [before] = await subscriber.createSnapshot({ name: name("snapshots"), subscription: of });
      await publish(topic, "a");
      await pass(3 * DAY);
      const [after] = await subscriber.createSnapshot({ name: name("snapshots"), subscription: of });
      const apart = Number(after.expireTime?.seconds) - Number(before.expireTime?.seconds);
      expect(apart).toBeLessThan(10);
    },
  },
  {
    name: "a snapshot that would be good for less than an hour is refused",
    says: rpc("snapshot"),
    open: "The status: the reference says only that the service will refuse.",
    passes: true,
    async run({ subscription, publish, subscriber, name, pass }) {
      const { topic, subscription: of } = await subscription({ messageRetentionDuration: seconds(8 * DAY) });
      await publish(topic, "a");
      await pass(7 * DAY - 3_599);
      const call = subscriber.createSnapshot({ name: name("snapshots"), subscription: of });
      expect(await refusal(call)).toBe("FAILED_PRECONDITION");
    },
  },
  {
    name: "a snapshot is gone when its time is up",
    says: rpc("snapshot"),
    passes: true,
    async run(world) {
      const { subscription } = await world.subscription();
      const snapshot = await snapshotOf(world, subscription);
      await world.pass(7 * DAY + 1);
      expect(await refusal(world.subscriber.getSnapshot({ snapshot }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a snapshot is found, labelled, listed and deleted",
    says: rpc("google.pubsub.v1.Subscriber.UpdateSnapshot"),
    async run(world) {
      const { topic, subscription } = await world.subscription();
      const name = await snapshotOf(world, subscription);
      const updateMask = { paths: ["labels"] };
      await world.subscriber.updateSnapshot({ snapshot: { name, labels: { a: "b" } }, updateMask });
      expect((await world.subscriber.getSnapshot({ snapshot: name }))[0].labels).toEqual({ a: "b" });
      const project = `projects/${world.project}`;
      expect((await world.subscriber.listSnapshots({ project }))[0].map((each) => each.name)).toEqual([name]);
      expect((await world.publisher.listTopicSnapshots({ topic }))[0]).toEqual([name]);
      await world.subscriber.deleteSnapshot({ snapshot: name });
      expect(await refusal(world.subscriber.getSnapshot({ snapshot: name }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a snapshot that exists can't be created again",
    says: rpc("google.pubsub.v1.Subscriber.CreateSnapshot"),
    async run(world) {
      const { subscription } = await world.subscription();
      const name = await snapshotOf(world, subscription);
      expect(await refusal(world.subscriber.createSnapshot({ name, subscription }))).toBe("ALREADY_EXISTS");
    },
  },
  {
    name: "a snapshot of a subscription that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.CreateSnapshot"),
    async run({ name, subscriber }) {
      const call = subscriber.createSnapshot({ name: name("snapshots"), subscription: name("subscriptions") });
      expect(await refusal(call)).toBe("NOT_FOUND");
    },
  },
];

/** Seeks and snapshots. */
export const replayChecks: readonly Check[] = [...times, ...snapshots];
