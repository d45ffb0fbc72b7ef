import { expect } from "vitest";
import { type Check, docs, refusal, rpc, seconds, texts, type World } from "./check.ts";

const PAGE = docs("replay-overview");
const DAY = 86_400;

async function snapshotOf(world: World, subscription: string): Promise<string> {
  const [{ name }] = await world.subscriber.createSnapshot({ name: world.name("snapshots"), subscription });
  return name ?? "";
}

/** Snapshots. */
export const snapshotChecks: readonly Check[] = [
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
      expect(Math.abs(Number(made.expireTime?.seconds) - at - 7 * DAY)).toBeLessThan(3_600);
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
