import type { Message } from "@google-cloud/pubsub";
import { status } from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import { aRawSubscriber, aServer, aSubscription } from "../a-server.ts";

const SUBSCRIPTION = "projects/earth/subscriptions/billing";
const PATIENCE = { timeout: 10_000 };

type Reply = Readonly<Record<string, unknown>> & { readonly receivedMessages: readonly unknown[] };

/** A stream as the generated client opens it: what it hears, and how it ends. */
async function aStream(first: object, options: Parameters<typeof aSubscription>[1] = {}) {
  const { server, client } = await aServer();
  const { topic, subscription } = await aSubscription(client, options);
  const raw = aRawSubscriber(server);
  const stream = raw.streamingPull();
  const heard: Reply[] = [];
  const ended: unknown[] = [];
  stream.on("data", (reply: Reply) => void heard.push(reply));
  stream.on("error", ({ code }: { code: status }) => void ended.push(status[code]));
  stream.write({ subscription: SUBSCRIPTION, streamAckDeadlineSeconds: 10, ...first });
  const publish = (...texts: readonly string[]) =>
    Promise.all(texts.map((text) => topic.publishMessage({ data: Buffer.from(text) })));
  const messages = () => heard.flatMap(({ receivedMessages }) => receivedMessages) as { readonly ackId: string }[];
  const ackIds = () => messages().map(({ ackId }) => ackId);
  const isServed = async () => {
    await publish("served");
    await vi.waitFor(() => expect(messages()).not.toEqual([]), PATIENCE);
  };
  /** Resolves once the server knows: what is called on the same connection comes behind. */
  const cancel = async () => {
    stream.cancel();
    await raw.getSubscription({ subscription: SUBSCRIPTION });
  };
  return {
    server,
    subscription,
    stream,
    heard,
    ended,
    publish,
    messages,
    ackIds,
    isServed,
    cancel,
    counts: () => server.engine.counts(SUBSCRIPTION),
  };
}

describe("a subscriber of the official client", () => {
  it("gets every message, and what it acknowledges never comes again", async () => {
    const { server, client } = await aServer();
    const { topic, subscription } = await aSubscription(client);
    const got: string[] = [];
    subscription.on("message", (message: Message) => {
      got.push(String(message.data));
      message.ack();
    });
    const sent = Array.from({ length: 500 }, (_, index) => String(index));
    await Promise.all(sent.map((text) => topic.publishMessage({ data: Buffer.from(text) })));
    await vi.waitFor(() => expect(server.engine.counts(SUBSCRIPTION).acked).toBe(500), PATIENCE);
    expect(got.toSorted()).toEqual(sent.toSorted());
    await subscription.close();
  });

  it("gets the messages of a key in order, also after a refusal", async () => {
    const { server, client } = await aServer();
    const { topic, subscription } = await aSubscription(client, { enableMessageOrdering: true });
    const got: string[] = [];
    let refusals = 0;
    subscription.on("message", (message: Message) => {
      const text = String(message.data);
      if (text === "7" && refusals++ < 2) message.nack();
      else {
        got.push(text);
        message.ack();
      }
    });
    const sent = Array.from({ length: 20 }, (_, index) => String(index));
    await Promise.all(sent.map((text) => topic.publishMessage({ data: Buffer.from(text), orderingKey: "key" })));
    await vi.waitFor(() => expect(server.engine.counts(SUBSCRIPTION).acked).toBe(20), PATIENCE);
    // What was done behind the refused one may be done once more; each time the order is kept.
    expect([...new Set(got.toReversed())].toReversed()).toEqual(sent);
    await subscription.close();
  });

  it("may close and come back, and misses nothing", async () => {
    const { server, client } = await aServer();
    const { topic, subscription } = await aSubscription(client);
    const got: string[] = [];
    const listen = (from: typeof subscription) =>
      from.on("message", (message: Message) => {
        got.push(String(message.data));
        message.ack();
      });
    listen(subscription);
    await topic.publishMessage({ data: Buffer.from("first") });
    await vi.waitFor(() => expect(server.engine.counts(SUBSCRIPTION).acked).toBe(1), PATIENCE);
    await subscription.close();
    await topic.publishMessage({ data: Buffer.from("between") });
    const again = client.subscription("billing");
    listen(again);
    await topic.publishMessage({ data: Buffer.from("last") });
    await vi.waitFor(() => expect(server.engine.counts(SUBSCRIPTION).acked).toBe(3), PATIENCE);
    expect(got.toSorted()).toEqual(["between", "first", "last"]);
    await again.close();
  });
});

describe("a stream", () => {
  it("gets no more messages than it allows, until some are answered", async () => {
    const { publish, stream, messages, ackIds, counts } = await aStream({ maxOutstandingMessages: 2 });
    await publish("a", "b", "c", "d", "e");
    await vi.waitFor(() => expect(messages()).toHaveLength(2), PATIENCE);
    expect(counts()).toMatchObject({ outstanding: 2, waiting: 3 });
    stream.write({ ackIds: ackIds() });
    await vi.waitFor(() => expect(messages()).toHaveLength(4), PATIENCE);
    expect(counts()).toMatchObject({ acked: 2, outstanding: 2, waiting: 1 });
    stream.cancel();
  });

  it("gets no more bytes than it allows, but always a first message", async () => {
    const { publish, stream, messages, ackIds, counts } = await aStream({ maxOutstandingBytes: 5 });
    await publish("longer than five");
    await publish("x");
    await vi.waitFor(() => expect(messages()).toHaveLength(1), PATIENCE);
    expect(counts()).toMatchObject({ outstanding: 1, waiting: 1 });
    stream.write({ ackIds: ackIds() });
    await vi.waitFor(() => expect(messages()).toHaveLength(2), PATIENCE);
    stream.cancel();
  });

  it("moves deadlines, refuses, and sets its own deadline", async () => {
    const first = { streamAckDeadlineSeconds: 600, maxOutstandingMessages: 1 };
    const { server, publish, stream, messages, ackIds } = await aStream(first);
    const before = Date.now();
    await publish("a");
    await vi.waitFor(() => expect(messages()).toHaveLength(1), PATIENCE);
    expect(server.engine.nextDueAt(SUBSCRIPTION)).toBeGreaterThanOrEqual(before + 600_000);
    stream.write({ modifyDeadlineAckIds: ackIds(), modifyDeadlineSeconds: [300] });
    await vi.waitFor(() => expect(server.engine.nextDueAt(SUBSCRIPTION)).toBeLessThan(before + 600_000), PATIENCE);
    stream.write({ modifyDeadlineAckIds: ackIds(), modifyDeadlineSeconds: [0] });
    await vi.waitFor(() => expect(messages()).toHaveLength(2), PATIENCE);
    stream.cancel();
  });

  it("answers a ping, so that the client knows that it lives", async () => {
    const { stream, heard } = await aStream({ protocolVersion: 1 });
    stream.write({});
    await vi.waitFor(() => expect(heard.map(({ receivedMessages }) => receivedMessages)).toEqual([[]]), PATIENCE);
    stream.cancel();
  });

  it("says whether order is kept", async () => {
    const { stream, heard, publish } = await aStream({}, { enableMessageOrdering: true });
    await publish("a");
    await vi.waitFor(() => expect(heard).toHaveLength(1), PATIENCE);
    expect(heard[0]?.["subscriptionProperties"]).toEqual({
      exactlyOnceDeliveryEnabled: false,
      messageOrderingEnabled: true,
    });
    stream.cancel();
  });

  it("leaves what it had to come back when it is due, and takes nothing more", async () => {
    const { cancel, publish, messages, counts } = await aStream({});
    await publish("a");
    await vi.waitFor(() => expect(messages()).toHaveLength(1), PATIENCE);
    await cancel();
    await publish("b");
    expect(counts()).toMatchObject({ outstanding: 1, waiting: 1 });
  });

  it.each([
    ["a deadline below ten seconds", { streamAckDeadlineSeconds: 9 }, {}],
    ["its subscription twice", {}, { subscription: SUBSCRIPTION }],
    ["its limits again", {}, { maxOutstandingMessages: 5 }],
    ["ids without seconds", {}, { modifyDeadlineAckIds: ["1:0:1"] }],
    ["false ack ids", {}, { ackIds: ["nonsense"] }],
  ])("ends where it says %s", async (_, first, second) => {
    const { stream, ended } = await aStream(first);
    if (Object.keys(second).length > 0) stream.write(second);
    await vi.waitFor(() => expect(ended).toEqual(["INVALID_ARGUMENT"]), PATIENCE);
  });

  it("ends where the subscription is deleted, or pushed from now on", async () => {
    const deleted = await aStream({});
    await deleted.isServed();
    await deleted.subscription.delete();
    await vi.waitFor(() => expect(deleted.ended).toEqual(["NOT_FOUND"]), PATIENCE);
    const pushed = await aStream({});
    await pushed.isServed();
    await pushed.subscription.modifyPushConfig({ pushEndpoint: "http://127.0.0.1:1/" });
    await vi.waitFor(() => expect(pushed.ended).toEqual(["FAILED_PRECONDITION"]), PATIENCE);
  });
});
