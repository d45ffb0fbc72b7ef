import { expect } from "vitest";
import { type Check, docs, refusal, rpc, seconds, texts } from "./check.ts";

const PAGE = docs("replay-overview");
const DAY = 86_400;

/** All that was published up to now, and a little more. */
const past = (): { seconds: number } => ({ seconds: Math.floor(Date.now() / 1_000) - 3_600 });
const future = (): { seconds: number } => ({ seconds: Math.floor(Date.now() / 1_000) + 3_600 });

/** Seeking to a time. */
export const seekChecks: readonly Check[] = [
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
