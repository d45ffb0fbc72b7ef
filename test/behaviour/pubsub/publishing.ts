import { expect } from "vitest";
import { type Check, docs, type MessageFields, refusal, rpc, texts } from "./check.ts";

const LIMITS = "https://cloud.google.com/pubsub/quotas#resource_limits";
const many = (count: number, length = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, "v".repeat(length)]));

/** Refused, and why. */
const refusals: readonly (readonly [what: string, says: string, messages: readonly (string | MessageFields)[]])[] = [
  ["a message without data and attributes", rpc("pubsubmessage"), [{}]],
  ["an empty message among others", rpc("pubsubmessage"), ["a", {}]],
  ["no message at all", rpc("publishrequest"), []],
  ["1,001 messages", LIMITS, Array.from({ length: 1_001 }, () => "a")],
  ["a message above 10 MB", LIMITS, [{ data: Buffer.alloc(10_000_001) }]],
  [
    "a request above 10 MB of smaller messages",
    LIMITS,
    Array.from({ length: 11 }, () => ({ data: Buffer.alloc(1e6) })),
  ],
  ["101 attributes", LIMITS, [{ attributes: many(101) }]],
  ["a key of 257 bytes", LIMITS, [{ attributes: { ["k".repeat(257)]: "v" } }]],
  ["a key of 86 characters that are 258 bytes", LIMITS, [{ attributes: { ["€".repeat(86)]: "v" } }]],
  ["an empty key", LIMITS, [{ attributes: { "": "v" } }]],
  ["a value of 1,025 bytes", LIMITS, [{ attributes: { k: "v".repeat(1_025) } }]],
  ["an ordering key of 1,025 bytes", LIMITS, [{ data: Buffer.from("a"), orderingKey: "k".repeat(1_025) }]],
  ["an attribute whose key starts with goog", docs("publish-message-overview"), [{ attributes: { "goog-x": "v" } }]],
];

const taken: readonly (readonly [what: string, says: string, messages: readonly (string | MessageFields)[]])[] = [
  ["1,000 messages", LIMITS, Array.from({ length: 1_000 }, () => "a")],
  ["100 attributes of 1,024 bytes", LIMITS, [{ attributes: many(100, 1_024) }]],
  ["a key of 256 bytes", LIMITS, [{ attributes: { ["k".repeat(256)]: "v" } }]],
  ["an empty value", LIMITS, [{ attributes: { k: "" } }]],
  ["attributes without data", rpc("pubsubmessage"), [{ attributes: { k: "v" } }]],
  ["an ordering key of 1,024 bytes", LIMITS, [{ data: Buffer.from("a"), orderingKey: "k".repeat(1_024) }]],
];

/** Publish: what is taken and what is refused. */
export const publishChecks: readonly Check[] = [
  ...refusals.map(([what, says, messages]) => ({
    name: `a publish of ${what} is refused`,
    says,
    async run({ topic, publish }: Parameters<Check["run"]>[0]) {
      expect(await refusal(publish(await topic(), ...messages))).toBe("INVALID_ARGUMENT");
    },
  })),
  ...taken.map(([what, says, messages]) => ({
    name: `a publish of ${what} is taken`,
    says,
    async run({ topic, publish }: Parameters<Check["run"]>[0]) {
      expect(await publish(await topic(), ...messages)).toHaveLength(messages.length);
    },
  })),
  {
    name: "a publish with two ordering keys is refused",
    says: rpc("pubsubmessage"),
    open: "The status: FAILED_PRECONDITION was seen from the service, https://github.com/yoshidan/google-cloud-rust/issues/226",
    async run({ topic, publish }) {
      const [one, other] = ["a", "b"].map((orderingKey) => ({ data: Buffer.from("x"), orderingKey }));
      expect(await refusal(publish(await topic(), one ?? "", other ?? ""))).toBe("FAILED_PRECONDITION");
    },
  },
  {
    name: "a publish to a topic that is not there is not found",
    says: rpc("google.pubsub.v1.Publisher.Publish"),
    async run({ publish, name }) {
      expect(await refusal(publish(name("topics"), "a"))).toBe("NOT_FOUND");
    },
  },
  {
    name: "ids come in the order of the messages, and all differ",
    says: rpc("publishresponse"),
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      const ids = await publish(topic, "a", "b", "c");
      const received = await pull(name, 3);
      const byId = new Map(received.map(({ message }) => [message?.messageId, String(message?.data)]));
      expect(ids.map((id) => byId.get(id))).toEqual(["a", "b", "c"]);
    },
  },
  {
    name: "a refused publish publishes none of its messages",
    says: rpc("google.pubsub.v1.Publisher.Publish"),
    open: "That a request is all or nothing is said of ordering keys only; it is taken so for all.",
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      await refusal(publish(topic, "a", {}));
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "the server sets id and time, whatever the publisher writes there",
    says: rpc("pubsubmessage"),
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      const [id] = await publish(topic, { data: Buffer.from("a"), messageId: "mine", publishTime: { seconds: 1 } });
      const [received] = await pull(name);
      expect(received?.message?.messageId).toBe(id);
      expect(id).not.toBe("mine");
      expect(Number(received?.message?.publishTime?.seconds)).toBeGreaterThan(1);
    },
  },
  {
    name: "data and attributes arrive as they were sent",
    says: rpc("pubsubmessage"),
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription();
      const attributes = { "é %": "ü\n", empty: "" };
      await publish(topic, { data: Buffer.from([0, 255, 128]), attributes });
      const [received] = await pull(name);
      expect([received?.message?.data, received?.message?.attributes]).toEqual([
        Buffer.from([0, 255, 128]),
        attributes,
      ]);
    },
  },
  {
    name: "every subscription gets every message",
    says: docs("pubsub-basics"),
    async run({ subscription, publish, pull }) {
      const one = await subscription();
      const other = await subscription({ topic: one.topic });
      await publish(one.topic, "a");
      expect([texts(await pull(one.subscription)), texts(await pull(other.subscription))]).toEqual([["a"], ["a"]]);
    },
  },
  {
    name: "a subscription gets nothing that was published before it was there",
    says: docs("subscription-overview"),
    async run({ topic, subscription, publish, pull }) {
      const name = await topic();
      await publish(name, "early");
      const { subscription: late } = await subscription({ topic: name });
      expect(await pull(late)).toEqual([]);
    },
  },
];
