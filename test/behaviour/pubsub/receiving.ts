import { expect } from "vitest";
import { type Check, docs, refusal, rpc, texts } from "./check.ts";

/** Pull, Acknowledge and ModifyAckDeadline. */
export const receiveChecks: readonly Check[] = [
  {
    name: "a pull gives no more than it asks for",
    says: rpc("pullrequest"),
    async run({ subscription, publish, subscriber }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a", "b", "c");
      const [{ receivedMessages }] = await subscriber.pull({ subscription: name, maxMessages: 2 });
      expect(receivedMessages?.length).toBeLessThanOrEqual(2);
    },
  },
  ...[0, -1].map((maxMessages) => ({
    name: `a pull of ${maxMessages} messages is refused`,
    says: rpc("pullrequest"),
    async run({ subscription, subscriber }: Parameters<Check["run"]>[0]) {
      const { subscription: name } = await subscription();
      expect(await refusal(subscriber.pull({ subscription: name, maxMessages }))).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a pull that returns immediately is empty where nothing waits",
    says: rpc("pullrequest"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      const [{ receivedMessages }] = await subscriber.pull({
        subscription: name,
        maxMessages: 1,
        returnImmediately: true,
      });
      expect(receivedMessages).toEqual([]);
    },
  },
  {
    name: "a pull waits for a message that comes",
    says: rpc("pullrequest"),
    async run({ subscription, publish, subscriber }) {
      const { topic, subscription: name } = await subscription();
      const pulled = subscriber.pull({ subscription: name, maxMessages: 1 });
      await publish(topic, "late");
      expect(texts((await pulled)[0].receivedMessages ?? [])).toEqual(["late"]);
    },
  },
  {
    name: "an acknowledged message does not come again",
    says: rpc("google.pubsub.v1.Subscriber.Acknowledge"),
    async run({ subscription, publish, pull, ack }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await ack(name, await pull(name));
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "acknowledging a message twice is no error",
    says: rpc("google.pubsub.v1.Subscriber.Acknowledge"),
    async run({ subscription, publish, pull, ack }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      const received = await pull(name);
      await ack(name, received);
      await ack(name, received);
    },
  },
  {
    name: "an outstanding message is given to nobody else",
    says: docs("lease-management"),
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      expect(await pull(name)).toHaveLength(1);
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a deadline of 0 makes a message available at once",
    says: rpc("modifyackdeadlinerequest"),
    async run({ subscription, publish, pull, nack }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await nack(name, await pull(name));
      expect(texts(await pull(name))).toEqual(["a"]);
    },
  },
  ...[-1, 601].map((ackDeadlineSeconds) => ({
    name: `a deadline of ${ackDeadlineSeconds} seconds is refused`,
    says: rpc("modifyackdeadlinerequest"),
    async run({ subscription, publish, pull, subscriber }: Parameters<Check["run"]>[0]) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      const ackIds = (await pull(name)).map(({ ackId }) => ackId ?? "");
      const call = subscriber.modifyAckDeadline({ subscription: name, ackIds, ackDeadlineSeconds });
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "what never was an ack id is refused",
    says: rpc("acknowledgerequest"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      const call = subscriber.acknowledge({ subscription: name, ackIds: ["never an ack id"] });
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "an acknowledgement without ack ids is refused",
    says: rpc("acknowledgerequest"),
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription();
      expect(await refusal(subscriber.acknowledge({ subscription: name, ackIds: [] }))).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "an acknowledgement for a subscription that is not there is not found",
    says: rpc("google.pubsub.v1.Subscriber.Acknowledge"),
    async run({ name, subscriber }) {
      const call = subscriber.acknowledge({ subscription: name("subscriptions"), ackIds: ["1:1:1"] });
      expect(await refusal(call)).toBe("NOT_FOUND");
    },
  },
  {
    name: "a message comes again when its deadline has passed",
    says: rpc("subscription"),
    passes: true,
    async run({ subscription, publish, pull, pass }) {
      const { topic, subscription: name } = await subscription({ ackDeadlineSeconds: 30 });
      await publish(topic, "a");
      await pull(name);
      await pass(29);
      expect(await pull(name)).toEqual([]);
      await pass(1);
      expect(await pull(name)).toHaveLength(1);
    },
  },
  {
    name: "a deadline that is moved counts from the request on",
    says: rpc("modifyackdeadlinerequest"),
    passes: true,
    async run({ subscription, publish, pull, subscriber, pass }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      const ackIds = (await pull(name)).map(({ ackId }) => ackId ?? "");
      await pass(5);
      await subscriber.modifyAckDeadline({ subscription: name, ackIds, ackDeadlineSeconds: 60 });
      await pass(59);
      expect(await pull(name)).toEqual([]);
      await pass(1);
      expect(await pull(name)).toHaveLength(1);
    },
  },
  {
    name: "an acknowledgement after the deadline does not end the delivery that came after it",
    says: rpc("google.pubsub.v1.Subscriber.Acknowledge"),
    passes: true,
    open: "It may succeed, and the message may come again all the same: here only the newest ack id counts.",
    async run({ subscription, publish, pull, ack, nack, pass }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      const first = await pull(name);
      await pass(11);
      const second = await pull(name);
      await ack(name, first);
      await nack(name, second);
      expect(await pull(name)).toHaveLength(1);
    },
  },
  {
    name: "a message without a dead-letter policy has no delivery attempts",
    says: rpc("receivedmessage"),
    async run({ subscription, publish, pull, nack }) {
      const { topic, subscription: name } = await subscription();
      await publish(topic, "a");
      await nack(name, await pull(name));
      expect((await pull(name))[0]?.deliveryAttempt).toBe(0);
    },
  },
  {
    name: "what is pushed can't be pulled",
    says: docs("push"),
    open: "The status: the reference names none; FAILED_PRECONDITION is what detached subscriptions get.",
    async run({ subscription, subscriber }) {
      const { subscription: name } = await subscription({ pushConfig: { pushEndpoint: "http://127.0.0.1:9/" } });
      const call = subscriber.pull({ subscription: name, maxMessages: 1, returnImmediately: true });
      expect(await refusal(call)).toBe("FAILED_PRECONDITION");
    },
  },
];
