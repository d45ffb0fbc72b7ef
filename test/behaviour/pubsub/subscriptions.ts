import { expect } from "vitest";
import { type Check, docs, refusal, rpc } from "./check.ts";

type Run = Parameters<Check["run"]>[0];

/** Changing, listing and deleting them. */
export const subscriptionChecks: readonly Check[] = [
  {
    name: "an update changes the fields of a subscription that its mask names",
    says: rpc("updatesubscriptionrequest"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription({ labels: { a: "1" } });
      const [changed] = await subscriber.updateSubscription({
        subscription: { name, ackDeadlineSeconds: 42, labels: { b: "2" } },
        updateMask: { paths: ["ack_deadline_seconds"] },
      });
      expect([changed.ackDeadlineSeconds, changed.labels]).toEqual([42, { a: "1" }]);
    },
  },
  ...["topic", "name", "enable_message_ordering", "filter", "nothing_known"].map((path) => ({
    name: `an update of ${path} of a subscription is refused`,
    says: docs("subscription-properties"),
    async run({ subscription, subscriber }: Run) {
      const { subscription: name } = await subscription();
      const update = subscriber.updateSubscription({ subscription: { name }, updateMask: { paths: [path] } });
      expect(await refusal(update)).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "an update of a subscription without a mask is refused",
    says: rpc("updatesubscriptionrequest"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      const update = subscriber.updateSubscription({ subscription: { name }, updateMask: { paths: [] } });
      expect(await refusal(update)).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "an update of a subscription that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.UpdateSubscription"),
    async run({ name, subscriber }) {
      const subscription = { name: name("subscriptions"), ackDeadlineSeconds: 20 };
      const update = subscriber.updateSubscription({ subscription, updateMask: { paths: ["ack_deadline_seconds"] } });
      expect(await refusal(update)).toBe("NOT_FOUND");
    },
  },
  {
    name: "exactly-once delivery can be turned on later",
    says: docs("exactly-once-delivery"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      const [{ enableExactlyOnceDelivery }] = await subscriber.updateSubscription({
        subscription: { name, enableExactlyOnceDelivery: true },
        updateMask: { paths: ["enable_exactly_once_delivery"] },
      });
      expect(enableExactlyOnceDelivery).toBe(true);
    },
  },
  {
    name: "subscriptions are listed page by page",
    says: rpc("listsubscriptionsrequest"),
    async run({ topic, subscription, subscriber, project }) {
      const of = await topic();
      for (let n = 0; n < 3; n++) await subscription({ topic: of });
      const request = { project: `projects/${project}`, pageSize: 2 };
      const [first, , { nextPageToken } = {}] = await subscriber.listSubscriptions(request, { autoPaginate: false });
      const next = { ...request, pageToken: nextPageToken ?? "" };
      const [rest] = await subscriber.listSubscriptions(next, { autoPaginate: false });
      expect([first.length, rest.length]).toEqual([2, 1]);
    },
  },
  {
    name: "what a deleted subscription held is gone, also under the same name",
    says: rpc("google.pubsub.v1.Subscriber.DeleteSubscription"),
    async run({ subscription, subscriber, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await subscriber.deleteSubscription({ subscription: name });
      await subscription({ topic, name });
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a subscription that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.GetSubscription"),
    async run({ name, subscriber }) {
      const subscription = name("subscriptions");
      expect(await refusal(subscriber.getSubscription({ subscription }))).toBe("NOT_FOUND");
      expect(await refusal(subscriber.deleteSubscription({ subscription }))).toBe("NOT_FOUND");
      expect(await refusal(subscriber.pull({ subscription, maxMessages: 1 }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a detached subscription says so, loses what it held and can't be pulled",
    says: rpc("google.pubsub.v1.Publisher.DetachSubscription"),
    async run({ subscription, publisher, subscriber, publish }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await publisher.detachSubscription({ subscription: name });
      expect((await subscriber.getSubscription({ subscription: name }))[0].detached).toBe(true);
      expect((await publisher.listTopicSubscriptions({ topic }))[0]).toEqual([]);
      expect(await refusal(subscriber.pull({ subscription: name, maxMessages: 1 }))).toBe("FAILED_PRECONDITION");
    },
  },
];
