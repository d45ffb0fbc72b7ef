import { expect } from "vitest";
import { type Check, docs, eventually, type Received, refusal, rpc } from "./check.ts";
import { openStream } from "./open-stream.ts";

const PAGE = docs("exactly-once-delivery");
const ONCE = { enableExactlyOnceDelivery: true };
const ackIdsOf = (received: readonly Received[]) => received.map(({ ackId }) => ackId ?? "");

/** What a refused call says of each ack id. */
async function reasonsOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => ({}),
    (thrown: Readonly<Record<string, unknown>>) => ({
      code: thrown["code"],
      reason: thrown["reason"],
      domain: thrown["domain"],
      byAckId: thrown["errorInfoMetadata"],
    }),
  );
}
const refused = (byAckId: Readonly<Record<string, string>>) => ({
  code: 3,
  reason: "EXACTLY_ONCE_ACKID_FAILURE",
  domain: "pubsub.googleapis.com",
  byAckId,
});

/** All that a stream has confirmed. */
const told = ({ answers }: ReturnType<typeof openStream>, confirmation: string, list: string): readonly unknown[] =>
  answers.flatMap((answer) => (answer[confirmation] as Readonly<Record<string, unknown[]>> | null)?.[list] ?? []);

/** Exactly-once delivery. */
export const exactlyOnceChecks: readonly Check[] = [
  {
    name: "with exactly-once delivery an acknowledgement in time succeeds, and the message does not come again",
    says: PAGE,
    async run({ subscription, publish, pull, ack }) {
      const { topic, subscription: name } = await subscription(ONCE);
      await publish(topic, "a");
      await ack(name, await pull(name));
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "with exactly-once delivery an acknowledgement after the deadline fails for good, and says which",
    says: PAGE,
    open: "The status, which is the emulator's: clients go by the metadata of the ErrorInfo.",
    passes: true,
    async run({ subscription, publish, pull, subscriber, pass }) {
      const { topic, subscription: name } = await subscription(ONCE);
      await publish(topic, "a");
      const ackIds = ackIdsOf(await pull(name));
      await pass(11);
      const call = subscriber.acknowledge({ subscription: name, ackIds });
      expect(await reasonsOf(call)).toEqual(refused({ [ackIds[0] ?? ""]: "PERMANENT_FAILURE_INVALID_ACK_ID" }));
    },
  },
  {
    name: "with exactly-once delivery only the newest ack id counts",
    says: PAGE,
    async run({ subscription, publish, pull, nack, subscriber, ack }) {
      const { topic, subscription: name } = await subscription(ONCE);
      await publish(topic, "a");
      const first = await pull(name);
      await nack(name, first);
      const second = await pull(name);
      const old = ackIdsOf(first);
      const call = subscriber.acknowledge({ subscription: name, ackIds: old });
      expect(await reasonsOf(call)).toEqual(refused({ [old[0] ?? ""]: "PERMANENT_FAILURE_INVALID_ACK_ID" }));
      await ack(name, second);
    },
  },
  {
    name: "with exactly-once delivery a bad ack id does not keep the good ones of its request from counting",
    says: PAGE,
    async run({ subscription, publish, pull, nack, subscriber }) {
      const { topic, subscription: name } = await subscription(ONCE);
      await publish(topic, "a");
      const first = await pull(name);
      await nack(name, first);
      const ackIds = ackIdsOf([...first, ...(await pull(name))]);
      await refusal(subscriber.acknowledge({ subscription: name, ackIds }));
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "with exactly-once delivery a deadline can't be moved by an old ack id",
    says: PAGE,
    async run({ subscription, publish, pull, nack, subscriber }) {
      const { topic, subscription: name } = await subscription(ONCE);
      await publish(topic, "a");
      const first = await pull(name);
      await nack(name, first);
      await pull(name);
      const ackIds = ackIdsOf(first);
      const call = subscriber.modifyAckDeadline({ subscription: name, ackIds, ackDeadlineSeconds: 60 });
      expect(await reasonsOf(call)).toEqual(refused({ [ackIds[0] ?? ""]: "PERMANENT_FAILURE_INVALID_ACK_ID" }));
    },
  },
  {
    name: "with exactly-once delivery and order an acknowledgement out of order fails for now",
    says: PAGE,
    open: "The word, which is the emulator's: clients try again whatever begins with TRANSIENT_.",
    async run({ subscription, publish, pull, subscriber }) {
      const { topic, subscription: name } = await subscription({ ...ONCE, enableMessageOrdering: true });
      const [a, b] = ["a", "b"].map((body) => ({ data: Buffer.from(body), orderingKey: "k" }));
      await publish(topic, a ?? "", b ?? "");
      const [, second = ""] = ackIdsOf(await pull(name, 2));
      const call = subscriber.acknowledge({ subscription: name, ackIds: [second] });
      expect(await reasonsOf(call)).toEqual(refused({ [second]: "TRANSIENT_FAILURE_UNORDERED_ACK_ID" }));
    },
  },
  {
    name: "with exactly-once delivery and order the ack ids of one request may stand in any order",
    says: PAGE,
    open: "Clients gather acknowledgements in no order, and each waits for its own: so a request is taken as a whole.",
    async run({ subscription, publish, pull, subscriber }) {
      const { topic, subscription: name } = await subscription({ ...ONCE, enableMessageOrdering: true });
      await publish(topic, ...["a", "b", "c"].map((body) => ({ data: Buffer.from(body), orderingKey: "k" })));
      const ackIds = ackIdsOf(await pull(name, 3)).toReversed();
      await subscriber.acknowledge({ subscription: name, ackIds });
      expect(await pull(name)).toEqual([]);
    },
  },
  {
    name: "a stream says that its subscription delivers exactly once",
    says: rpc("streamingpullresponse"),
    async run(world) {
      const { topic, subscription } = await world.subscription(ONCE);
      const stream = openStream(world, subscription, { streamAckDeadlineSeconds: 60 });
      await world.publish(topic, "a");
      await stream.until(1);
      expect(stream.answers.at(-1)).toMatchObject({ subscriptionProperties: { exactlyOnceDeliveryEnabled: true } });
      stream.end();
    },
  },
  {
    name: "a stream with exactly-once delivery confirms acknowledgements",
    says: rpc("streamingpullresponse"),
    async run(world) {
      const { topic, subscription } = await world.subscription(ONCE);
      const stream = openStream(world, subscription, { streamAckDeadlineSeconds: 60 });
      await world.publish(topic, "a");
      await stream.until(1);
      const ackIds = ackIdsOf(stream.received);
      stream.write({ ackIds: [...ackIds, "never one"] });
      await eventually<readonly unknown[]>(() => told(stream, "acknowledgeConfirmation", "ackIds"), ackIds);
      expect(told(stream, "acknowledgeConfirmation", "invalidAckIds")).toEqual(["never one"]);
      stream.end();
    },
  },
  {
    name: "a stream with exactly-once delivery confirms deadlines",
    says: rpc("streamingpullresponse"),
    async run(world) {
      const { topic, subscription } = await world.subscription(ONCE);
      const stream = openStream(world, subscription, { streamAckDeadlineSeconds: 60 });
      await world.publish(topic, "a");
      await stream.until(1);
      const modifyDeadlineAckIds = ackIdsOf(stream.received);
      stream.write({ modifyDeadlineAckIds, modifyDeadlineSeconds: [60] });
      await eventually<readonly unknown[]>(
        () => told(stream, "modifyAckDeadlineConfirmation", "ackIds"),
        modifyDeadlineAckIds,
      );
      stream.end();
    },
  },
  {
    name: "the official client learns of a success and of a permanent failure",
    says: PAGE,
    async run({ client, subscription, publish, subscriber }) {
      const { topic, subscription: name } = await subscription(ONCE);
      await publish(topic, "a");
      const stream = client.subscription(name);
      const [first, again] = await new Promise<readonly [string, string]>((resolve, reject) => {
        stream.on("error", reject).on("message", (message) => {
          const told = message.ackWithResponse().then(String);
          told
            .then(async (one: string) => {
              const late = subscriber.acknowledge({ subscription: name, ackIds: [message.ackId] });
              resolve([one, await refusal(late)]);
            })
            .catch(reject);
        });
      });
      await stream.close();
      expect([first, again]).toEqual(["SUCCESS", "INVALID_ARGUMENT"]);
    },
  },
];
