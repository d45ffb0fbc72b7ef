import { expect } from "vitest";
import { type Check, docs, refusal, rpc, type SubscriptionFields, seconds } from "./check.ts";

type Run = Parameters<Check["run"]>[0];
const SUBSCRIPTION = rpc("subscription");

const refusedFields: readonly (readonly [what: string, says: string, fields: SubscriptionFields])[] = [
  ["an ack deadline of 9 seconds", SUBSCRIPTION, { ackDeadlineSeconds: 9 }],
  ["an ack deadline of 601 seconds", SUBSCRIPTION, { ackDeadlineSeconds: 601 }],
  ["a negative ack deadline", SUBSCRIPTION, { ackDeadlineSeconds: -1 }],
  ["a retention of 599 seconds", SUBSCRIPTION, { messageRetentionDuration: seconds(599) }],
  ["a retention above 31 days", SUBSCRIPTION, { messageRetentionDuration: seconds(2_678_401) }],
  ["an expiration below one day", rpc("expirationpolicy"), { expirationPolicy: { ttl: seconds(86_399) } }],
  ["a back-off above 600 seconds", rpc("retrypolicy"), { retryPolicy: { maximumBackoff: seconds(601) } }],
  ["a negative back-off", rpc("retrypolicy"), { retryPolicy: { minimumBackoff: seconds(-1) } }],
  [
    "a least back-off above the greatest",
    rpc("retrypolicy"),
    { retryPolicy: { minimumBackoff: seconds(20), maximumBackoff: seconds(10) } },
  ],
  ["a label of capital letters", docs("labels#requirements_for_labels"), { labels: { A: "b" } }],
  ["a push endpoint that is no URL", rpc("pushconfig"), { pushConfig: { pushEndpoint: "nowhere" } }],
  [
    "exactly-once delivery and a push endpoint",
    docs("exactly-once-delivery"),
    { enableExactlyOnceDelivery: true, pushConfig: { pushEndpoint: "https://example.com/push" } },
  ],
];

/** Creating them. */
export const fieldChecks: readonly Check[] = [
  ...refusedFields.map(([what, says, fields]) => ({
    name: `a subscription with ${what} is refused`,
    says,
    async run({ subscription }: Run) {
      expect(await refusal(subscription(fields))).toBe("INVALID_ARGUMENT");
    },
  })),
  ...[4, 101].map((maxDeliveryAttempts) => ({
    name: `a subscription with ${maxDeliveryAttempts} delivery attempts is refused`,
    says: rpc("deadletterpolicy"),
    async run({ subscription, topic }: Run) {
      const deadLetterPolicy = { deadLetterTopic: await topic(), maxDeliveryAttempts };
      expect(await refusal(subscription({ deadLetterPolicy }))).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a subscription has 5 delivery attempts where its policy names none",
    says: rpc("deadletterpolicy"),
    async run({ subscription, topic, subscriber }) {
      const { subscription: name } = await subscription({ deadLetterPolicy: { deadLetterTopic: await topic() } });
      expect((await subscriber.getSubscription({ subscription: name }))[0].deadLetterPolicy?.maxDeliveryAttempts).toBe(
        5,
      );
    },
  },
  {
    name: "a dead-letter topic that is not there is not found",
    says: rpc("deadletterpolicy"),
    async run({ subscription, name }) {
      const deadLetterPolicy = { deadLetterTopic: name("topics"), maxDeliveryAttempts: 5 };
      expect(await refusal(subscription({ deadLetterPolicy }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a subscription of a topic that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.CreateSubscription"),
    async run({ subscription, name }) {
      expect(await refusal(subscription({ topic: name("topics") }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a subscription that exists can't be created again",
    says: rpc("google.pubsub.v1.Subscriber.CreateSubscription"),
    async run({ subscription }) {
      const { topic, subscription: name } = await subscription();
      expect(await refusal(subscription({ topic, name }))).toBe("ALREADY_EXISTS");
    },
  },
  {
    name: "a subscription's ID must not start with goog",
    says: SUBSCRIPTION,
    async run({ subscription, name }) {
      expect(await refusal(subscription({ name: name("subscriptions", "goog-x") }))).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "a subscription has 10 seconds, 7 days and 31 days where nothing is said",
    says: SUBSCRIPTION,
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      const [got] = await subscriber.getSubscription({ subscription: name });
      const { ackDeadlineSeconds, messageRetentionDuration, expirationPolicy } = got;
      const times = [ackDeadlineSeconds, messageRetentionDuration?.seconds, expirationPolicy?.ttl?.seconds];
      expect(times.map(Number)).toEqual([10, 604_800, 2_678_400]);
    },
  },
  {
    name: "a retry policy has 10 and 600 seconds where it names none",
    says: rpc("retrypolicy"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription({ retryPolicy: {} });
      const [{ retryPolicy }] = await subscriber.getSubscription({ subscription: name });
      const { minimumBackoff, maximumBackoff } = retryPolicy ?? {};
      expect([minimumBackoff, maximumBackoff].map((each) => Number(each?.seconds))).toEqual([10, 600]);
    },
  },
  {
    name: "a subscription without an expiration time never expires",
    says: rpc("expirationpolicy"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription({ expirationPolicy: {} });
      expect((await subscriber.getSubscription({ subscription: name }))[0].expirationPolicy?.ttl ?? null).toBe(null);
    },
  },
  {
    name: "a subscription shows all that it was created with",
    says: SUBSCRIPTION,
    async run({ subscription, subscriber }) {
      const fields = {
        ackDeadlineSeconds: 60,
        retainAckedMessages: true,
        enableMessageOrdering: true,
        enableExactlyOnceDelivery: true,
        filter: 'attributes.a = "b"',
        labels: { a: "b" },
      };
      const { subscription: name } = await subscription(fields);
      expect((await subscriber.getSubscription({ subscription: name }))[0]).toMatchObject(fields);
    },
  },
  {
    name: "a subscription shows for how long its topic keeps messages",
    says: SUBSCRIPTION,
    async run({ topic, subscription, subscriber }) {
      const of = await topic({ messageRetentionDuration: seconds(3_600) });
      const { subscription: name } = await subscription({ topic: of });
      const [{ topicMessageRetentionDuration }] = await subscriber.getSubscription({ subscription: name });
      expect(Number(topicMessageRetentionDuration?.seconds)).toBe(3_600);
    },
  },
];
