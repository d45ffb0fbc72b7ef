import { expect } from "vitest";
import { type Check, docs, rpc, seconds, texts, type World } from "./check.ts";

const PAGE = docs("handling-failures");

/** A subscription with a dead-letter topic, and one that shows what lands there. */
async function withGrave(world: World, fields: Parameters<World["subscription"]>[0] = {}) {
  const grave = await world.subscription();
  const deadLetterPolicy = { deadLetterTopic: grave.topic, maxDeliveryAttempts: 5 };
  return { ...(await world.subscription({ ...fields, deadLetterPolicy })), grave: grave.subscription };
}

/** Pulls and refuses so many times. */
async function refuse(world: World, subscription: string, times: number): Promise<readonly unknown[]> {
  const attempts: unknown[] = [];
  for (let time = 0; time < times; time++) {
    const received = await world.pull(subscription);
    attempts.push(received[0]?.deliveryAttempt);
    if (received.length > 0) await world.nack(subscription, received);
  }
  return attempts;
}

/** Dead letters and retries. */
export const failureChecks: readonly Check[] = [
  {
    name: "delivery attempts are counted where there is a dead-letter policy",
    says: rpc("receivedmessage"),
    async run(world) {
      const { topic, subscription } = await withGrave(world);
      await world.publish(topic, "a");
      expect(await refuse(world, subscription, 3)).toEqual([1, 2, 3]);
    },
  },
  {
    name: "a message that was refused too often goes to the dead-letter topic",
    says: PAGE,
    async run(world) {
      const { topic, subscription, grave } = await withGrave(world);
      await world.publish(topic, "a");
      await refuse(world, subscription, 5);
      expect(texts(await world.pull(grave))).toEqual(["a"]);
      expect(await world.pull(subscription)).toEqual([]);
    },
  },
  {
    name: "a dead letter keeps its attributes and says where it comes from",
    says: docs("handling-failures#dead_letter_topic"),
    async run(world) {
      const { topic, subscription, grave } = await withGrave(world);
      await world.publish(topic, { data: Buffer.from("a"), attributes: { own: "1" } });
      await refuse(world, subscription, 5);
      const [dead] = await world.pull(grave);
      expect(dead?.message?.attributes).toEqual({
        own: "1",
        CloudPubSubDeadLetterSourceDeliveryCount: "5",
        CloudPubSubDeadLetterSourceSubscription: subscription.split("/").at(-1),
        CloudPubSubDeadLetterSourceSubscriptionProject: world.project,
        CloudPubSubDeadLetterSourceTopicPublishTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/),
      });
    },
  },
  {
    name: "deadlines that pass count as attempts",
    says: PAGE,
    passes: true,
    async run(world) {
      const { topic, subscription, grave } = await withGrave(world);
      await world.publish(topic, "a");
      for (let time = 0; time < 5; time++) {
        await world.pull(subscription);
        await world.pass(11);
      }
      expect(await world.pull(grave)).toHaveLength(1);
    },
  },
  {
    name: "a dead letter keeps its ordering key, and the next of its key goes on",
    says: docs("ordering"),
    async run(world) {
      const { topic, subscription, grave } = await withGrave(world, { enableMessageOrdering: true });
      const [bad, good] = ["bad", "good"].map((text) => ({ data: Buffer.from(text), orderingKey: "k" }));
      await world.publish(topic, bad ?? "");
      await refuse(world, subscription, 5);
      await world.publish(topic, good ?? "");
      expect(texts(await world.pull(subscription))).toEqual(["good"]);
      expect((await world.pull(grave))[0]?.message?.orderingKey).toBe("k");
    },
  },
  {
    name: "a message stays where its dead-letter topic is gone",
    says: PAGE,
    open: "What happens to a message that can't be forwarded: it is taken to stay and to be delivered on.",
    async run(world) {
      const lost = await world.topic();
      const deadLetterPolicy = { deadLetterTopic: lost, maxDeliveryAttempts: 5 };
      const { topic, subscription } = await world.subscription({ deadLetterPolicy });
      await world.publisher.deleteTopic({ topic: lost });
      await world.publish(topic, "a");
      await refuse(world, subscription, 6);
      expect(await world.pull(subscription)).toHaveLength(1);
    },
  },
  {
    name: "a dead-letter policy can be taken away",
    says: docs("handling-failures"),
    async run(world) {
      const { subscription: name } = await withGrave(world);
      const subscription = { name, deadLetterPolicy: null };
      const updateMask = { paths: ["dead_letter_policy"] };
      const [{ deadLetterPolicy }] = await world.subscriber.updateSubscription({ subscription, updateMask });
      expect(deadLetterPolicy ?? null).toBe(null);
    },
  },
  {
    name: "a refused message waits for the back-off, which grows up to its greatest",
    says: rpc("retrypolicy"),
    open: "How it grows: exponential is all that is said; it is doubled here, without chance.",
    passes: true,
    async run(world) {
      const retryPolicy = { minimumBackoff: seconds(10), maximumBackoff: seconds(30) };
      const { topic, subscription } = await world.subscription({ retryPolicy });
      await world.publish(topic, "a");
      for (const wait of [10, 20, 30, 30]) {
        await world.nack(subscription, await world.pull(subscription));
        await world.pass(wait - 1);
        expect(await world.pull(subscription)).toEqual([]);
        await world.pass(1);
      }
      expect(await world.pull(subscription)).toHaveLength(1);
    },
  },
  {
    name: "a back-off also follows a deadline that has passed",
    says: rpc("retrypolicy"),
    passes: true,
    async run(world) {
      const retryPolicy = { minimumBackoff: seconds(60), maximumBackoff: seconds(60) };
      const { topic, subscription } = await world.subscription({ retryPolicy });
      await world.publish(topic, "a");
      await world.pull(subscription);
      await world.pass(11);
      expect(await world.pull(subscription)).toEqual([]);
      await world.pass(60);
      expect(await world.pull(subscription)).toHaveLength(1);
    },
  },
  {
    name: "a message that waits for its back-off holds up no other",
    says: rpc("retrypolicy"),
    async run(world) {
      const retryPolicy = { minimumBackoff: seconds(600), maximumBackoff: seconds(600) };
      const { topic, subscription } = await world.subscription({ retryPolicy });
      await world.publish(topic, "a");
      await world.nack(subscription, await world.pull(subscription));
      await world.publish(topic, "b");
      expect(texts(await world.pull(subscription, 2))).toEqual(["b"]);
    },
  },
];
