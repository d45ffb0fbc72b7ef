import { expect } from "vitest";
import { type Check, docs, eventually, texts } from "./check.ts";
import { openStream } from "./open-stream.ts";

const ORDER = docs("ordering");
const keyed = (orderingKey: string, ...bodies: readonly string[]) =>
  bodies.map((body) => ({ data: Buffer.from(body), orderingKey }));
const ORDERED = { enableMessageOrdering: true };

/** Ordering keys. */
export const orderChecks: readonly Check[] = [
  {
    name: "messages of one key come in the order in which they were published",
    says: ORDER,
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      for (const body of ["a", "b", "c"]) await publish(topic, ...keyed("k", body));
      expect(texts(await pull(name, 3))).toEqual(["a", "b", "c"]);
    },
  },
  {
    name: "no more of a key comes to a pull before what is out is acknowledged",
    says: ORDER,
    async run({ subscription, publish, pull, ack }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      await publish(topic, ...keyed("k", "a", "b"));
      const first = await pull(name, 1);
      expect(await pull(name, 1)).toEqual([]);
      await ack(name, first);
      expect(texts(await pull(name, 1))).toEqual(["b"]);
    },
  },
  {
    name: "no other key waits for one that is out",
    says: ORDER,
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      await publish(topic, ...keyed("one", "a", "b"));
      await pull(name, 1);
      await publish(topic, ...keyed("other", "c"));
      expect(texts(await pull(name, 1))).toEqual(["c"]);
    },
  },
  {
    name: "messages without a key wait for nobody",
    says: ORDER,
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      await publish(topic, ...keyed("k", "a", "b"));
      await pull(name, 1);
      await publish(topic, "free");
      expect(texts(await pull(name, 1))).toEqual(["free"]);
    },
  },
  {
    name: "after a refusal all that was out behind it comes again, in order",
    says: ORDER,
    async run({ subscription, publish, pull, ack, nack }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      await publish(topic, ...keyed("k", "a", "b", "c"));
      const [first, second] = await pull(name, 3);
      await ack(name, first === undefined ? [] : [first]);
      await nack(name, second === undefined ? [] : [second]);
      expect(texts(await pull(name, 3))).toEqual(["b", "c"]);
    },
  },
  {
    name: "after a deadline has passed the key comes again from there",
    says: ORDER,
    passes: true,
    async run({ subscription, publish, pull, pass }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      await publish(topic, ...keyed("k", "a", "b"));
      await pull(name, 2);
      await pass(11);
      expect(texts(await pull(name, 2))).toEqual(["a", "b"]);
    },
  },
  {
    name: "acknowledged messages behind a refused one of their key come again",
    says: ORDER,
    async run({ subscription, publish, pull, ack, nack }) {
      const { topic, subscription: name } = await subscription(ORDERED);
      await publish(topic, ...keyed("k", "a", "b", "c"));
      const [first, ...later] = await pull(name, 3);
      await ack(name, later);
      await nack(name, first === undefined ? [] : [first]);
      expect(texts(await pull(name, 3))).toEqual(["a", "b", "c"]);
    },
  },
  {
    name: "a refused key holds up no other key",
    says: ORDER,
    async run({ subscription, publish, pull, nack }) {
      const { topic, subscription: name } = await subscription({
        ...ORDERED,
        retryPolicy: { minimumBackoff: { seconds: 600 }, maximumBackoff: { seconds: 600 } },
      });
      await publish(topic, ...keyed("one", "a"));
      await nack(name, await pull(name, 1));
      await publish(topic, ...keyed("other", "b"));
      expect(texts(await pull(name, 2))).toEqual(["b"]);
    },
  },
  {
    name: "without message ordering keys are only carried",
    says: ORDER,
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, ...keyed("k", "a", "b"));
      const one = await pull(name, 1);
      const other = await pull(name, 1);
      expect([...one, ...other].map(({ message }) => message?.orderingKey)).toEqual(["k", "k"]);
    },
  },
  {
    name: "a key's messages go to one stream while some of them are out",
    says: ORDER,
    async run(world) {
      const { topic, subscription } = await world.subscription(ORDERED);
      const streams = [1, 2].map(() => openStream(world, subscription));
      for (const body of ["a", "b", "c", "d"]) await world.publish(topic, ...keyed("k", body));
      await eventually(() => streams.flatMap(({ received }) => received).length, 4);
      expect(streams.map(({ received }) => received.length).toSorted()).toEqual([0, 4]);
      for (const stream of streams) stream.end();
    },
  },
];
