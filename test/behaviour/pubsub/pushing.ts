import { expect } from "vitest";
import { endpoint, pushed } from "./an-endpoint.ts";
import { type Check, docs, type World } from "./check.ts";

const PAGE = docs("push");
const UNWRAPPED = docs("payload-unwrapping");
const message = { data: Buffer.from("hello"), attributes: { a: "b" } };

/** Push. */
export const pushChecks: readonly Check[] = [
  {
    name: "a push is a POST of JSON around the message",
    says: docs("push#receive_push"),
    run: (world) =>
      pushed(world, async (to, { topic, subscription }) => {
        const [messageId] = await world.publish(topic, message);
        await to.until(1);
        const [{ headers, body } = { headers: {}, body: "{}" }] = to.pushes;
        expect(headers["content-type"]).toBe("application/json");
        expect(JSON.parse(String(body))).toMatchObject({
          message: {
            data: Buffer.from("hello").toString("base64"),
            attributes: { a: "b" },
            messageId,
            message_id: messageId,
            publishTime: expect.stringMatching(/Z$/),
            publish_time: expect.stringMatching(/Z$/),
          },
          subscription,
        });
      }),
  },
  ...[200, 201, 202, 204].map((code) => ({
    name: `an answer ${code} acknowledges`,
    says: docs("push#receive_push"),
    run: (world: World) =>
      pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, "a");
          await to.until(1);
          await world.publish(topic, "b");
          await to.until(2);
          const ids = to.pushes.map(({ body }) => JSON.parse(String(body)).message.data);
          expect(ids.map((each) => Buffer.from(each, "base64").toString())).toEqual(["a", "b"]);
        },
        { answer: () => code },
      ),
  })),
  ...[400, 404, 429, 500, 503].map((code) => ({
    name: `an answer ${code} refuses, and the message comes again`,
    says: docs("push#receive_push"),
    run: (world: World) =>
      pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, "a");
          await to.until(2);
          const ids = to.pushes.map(({ body }) => JSON.parse(String(body)).message.messageId);
          expect(new Set(ids).size).toBe(1);
        },
        { answer: (nth) => (nth === 1 ? code : 204) },
      ),
  })),
  {
    name: "without a wrapper the body is the data",
    says: UNWRAPPED,
    run: (world) =>
      pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, message);
          await to.until(1);
          expect(String(to.pushes[0]?.body)).toBe("hello");
          expect(to.pushes[0]?.headers["x-goog-pubsub-message-id"]).toBe(undefined);
        },
        { config: { noWrapper: { writeMetadata: false } } },
      ),
  },
  {
    name: "without a wrapper and with metadata the rest stands in headers",
    says: UNWRAPPED,
    run: (world) =>
      pushed(
        world,
        async (to, { topic, subscription }) => {
          const [id] = await world.publish(topic, message);
          await to.until(1);
          const { headers } = to.pushes[0] ?? { headers: {} };
          expect(headers).toMatchObject({
            a: "b",
            "x-goog-pubsub-subscription-name": subscription,
            "x-goog-pubsub-message-id": id,
            "x-goog-pubsub-publish-time": expect.any(String),
          });
        },
        { config: { noWrapper: { writeMetadata: true } } },
      ),
  },
  {
    name: "a push shows its delivery attempts where there is a dead-letter policy",
    says: PAGE,
    async run(world) {
      const deadLetterPolicy = { deadLetterTopic: await world.topic(), maxDeliveryAttempts: 5 };
      await pushed(
        world,
        async (to, { topic }) => {
          await world.publish(topic, "a");
          await to.until(2);
          expect(to.pushes.slice(0, 2).map(({ body }) => JSON.parse(String(body)).deliveryAttempt)).toEqual([1, 2]);
        },
        { fields: { deadLetterPolicy }, answer: (nth) => (nth === 1 ? 500 : 204) },
      );
    },
  },
  {
    name: "of one ordering key one push is out at a time, in order",
    says: docs("ordering"),
    run: (world) =>
      pushed(
        world,
        async (to, { topic }) => {
          for (const body of ["a", "b", "c"]) await world.publish(topic, { data: Buffer.from(body), orderingKey: "k" });
          await to.until(3);
          const keyed = to.pushes.map(({ body }) => JSON.parse(String(body)).message);
          expect(keyed.map(({ data }) => Buffer.from(data, "base64").toString())).toEqual(["a", "b", "c"]);
          expect(keyed.map(({ orderingKey }) => orderingKey)).toEqual(["k", "k", "k"]);
        },
        { fields: { enableMessageOrdering: true } },
      ),
  },
  {
    name: "a push config that is taken away makes the messages wait to be pulled",
    says: docs("reference/rpc/google.pubsub.v1#modifypushconfigrequest"),
    async run(world) {
      await pushed(world, async (to, { topic, subscription }) => {
        await world.subscriber.modifyPushConfig({ subscription, pushConfig: {} });
        await world.publish(topic, "a");
        expect(await world.pull(subscription)).toHaveLength(1);
        expect(to.pushes).toEqual([]);
      });
    },
  },
  {
    name: "a subscription that is pulled becomes one that is pushed, with all that waits",
    says: docs("reference/rpc/google.pubsub.v1#modifypushconfigrequest"),
    async run(world) {
      const to = await endpoint();
      const { topic, subscription } = await world.subscription();
      await world.publish(topic, "a");
      await world.subscriber.modifyPushConfig({ subscription, pushConfig: { pushEndpoint: to.url } });
      await to.until(1);
      await world.subscriber.deleteSubscription({ subscription });
      await to.close();
    },
  },
];
