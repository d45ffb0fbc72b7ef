// The official client against a server with faults: it sees exactly what was asked for.

import { setTimeout as sleep } from "node:timers/promises";
import { type Message, PubSub, type Subscription, v1 } from "@google-cloud/pubsub";
import { credentials, status } from "@grpc/grpc-js";
import { describe, expect, it, onTestFinished } from "vitest";
import { injector } from "../../../../infra/local/faults/injector.ts";
import { pubsubFaults } from "../../../../infra/local/faults/pubsub-faults.ts";
import { parseFaults } from "../../../../infra/local/faults/read-faults.ts";
import { aRawSubscriber, aServer, aSubscription } from "../pubsub/a-server.ts";

const TOPIC = "projects/earth/topics/orders";
const SUBSCRIPTION = "projects/earth/subscriptions/billing";

/** A publisher that says what it hears at once: without retries of its own. */
function aRawPublisher(host: string): InstanceType<typeof v1.PublisherClient> {
  const [apiEndpoint = "", port] = host.split(":");
  const clientOptions = { universeDomain: "googleapis.com" };
  const sslCreds = credentials.createInsecure();
  const raw = new v1.PublisherClient({ projectId: "earth", apiEndpoint, port: Number(port), sslCreds, clientOptions });
  onTestFinished(() => raw.close());
  return raw;
}

/** A server with a topic and a subscription, whose faults come into effect once both are there. */
async function aFaultyTopic(faults: string) {
  const injecting = injector();
  const { server, client } = await aServer({ faults: pubsubFaults(injecting) });
  const { subscription } = await aSubscription(client);
  injecting.put(parseFaults(`faults: [${faults}]`, "faults.yaml"));
  return {
    injecting,
    server,
    client,
    subscription,
    publisher: aRawPublisher(server.host),
    raw: aRawSubscriber(server),
  };
}

type Publisher = InstanceType<typeof v1.PublisherClient>;
const publish = async (publisher: Publisher, ...texts: readonly string[]) => {
  const messages = texts.map((text) => ({ data: Buffer.from(text) }));
  const [{ messageIds }] = await publisher.publish({ topic: TOPIC, messages }, { retry: null });
  return messageIds ?? [];
};
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "OK",
    ({ code }: { readonly code: number }) => status[code],
  );
type Raw = InstanceType<typeof v1.SubscriberClient>;
const pull = async (raw: Raw) => {
  const request = { subscription: SUBSCRIPTION, maxMessages: 100, returnImmediately: true };
  const [{ receivedMessages }] = await raw.pull(request, { retry: null });
  return (receivedMessages ?? []).map(({ ackId, message }) => ({
    ackId: ackId ?? "",
    id: message?.messageId,
    text: String(message?.data),
  }));
};
const ack = (raw: Raw, ackIds: string[]) => raw.acknowledge({ subscription: SUBSCRIPTION, ackIds }, { retry: null });

/** What a subscription's stream brings, until it has brought so much. */
async function hear(subscription: Subscription, count: number): Promise<readonly string[]> {
  const heard: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  subscription.on("message", (message: Message) => {
    heard.push(String(message.data));
    message.ack();
    if (heard.length === count) resolve();
  });
  subscription.on("error", reject);
  await promise;
  return heard;
}

describe("a Pub/Sub server with faults", () => {
  it.each([
    "UNAVAILABLE",
    "RESOURCE_EXHAUSTED",
    "DEADLINE_EXCEEDED",
    "PERMISSION_DENIED",
    "UNAUTHENTICATED",
    "INTERNAL",
    "NOT_FOUND",
  ])("refuses with %s, and does nothing else", async (code) => {
    const { publisher, raw, injecting } = await aFaultyTopic(`{ refuse: ${code}, on: Publish, times: 1 }`);
    expect(await codeOf(publish(publisher, "a"))).toBe(code);
    await publish(publisher, "b");
    expect((await pull(raw)).map(({ text }) => text)).toEqual(["b"]);
    expect(injecting.counts()).toEqual([{ fault: `refuse ${code} on Publish`, seen: 2, injected: 1 }]);
  });

  it("says that a token has expired, and that it is down, in its own words", async () => {
    const { publisher } = await aFaultyTopic("{ expireToken: true, times: 1 }, { down: true, times: 1 }");
    expect([await codeOf(publish(publisher, "a")), await codeOf(publish(publisher, "a"))]).toEqual([
      "UNAUTHENTICATED",
      "UNAVAILABLE",
    ]);
  });

  it("is got over by the official client, which tries again", async () => {
    const { client, injecting } = await aFaultyTopic("{ refuse: UNAVAILABLE, on: Publish, times: 2 }");
    const topic = client.topic("orders");
    await topic.publishMessage({ data: Buffer.from("a") });
    expect(injecting.counts()).toMatchObject([{ seen: 3, injected: 2 }]);
  });

  it("is at a topic for its subscriptions, too", async () => {
    const { raw, publisher } = await aFaultyTopic("{ at: orders, on: Pull, down: true, times: 1 }");
    await publish(publisher, "a");
    expect(await codeOf(pull(raw))).toBe("UNAVAILABLE");
    expect(await pull(raw)).toMatchObject([{ text: "a" }]);
  });

  it.each([
    ["cut", "UNAVAILABLE"],
    ["error", "INTERNAL"],
  ])("does what it is asked and loses the answer: %s", async (by, code) => {
    const { publisher, raw } = await aFaultyTopic(`{ loseAnswer: ${by}, on: Publish, times: 1 }`);
    expect(await codeOf(publish(publisher, "a"))).toBe(code);
    expect(await pull(raw)).toMatchObject([{ text: "a" }]);
  });

  it("never answers, until the client's own time is over or the faults are lifted", async () => {
    const { publisher, raw, injecting } = await aFaultyTopic("{ hang: true, on: Publish }");
    const messages = [{ data: Buffer.from("a") }];
    const impatient = publisher.publish({ topic: TOPIC, messages }, { timeout: 200, retry: null });
    expect(await codeOf(impatient)).toBe("DEADLINE_EXCEEDED");
    const hanging = codeOf(publish(publisher, "b"));
    while (injecting.counts()[0]?.injected !== 2) await sleep(5);
    injecting.lift();
    expect(await hanging).toBe("UNAVAILABLE");
    expect(await pull(raw)).toEqual([]);
  });

  it("gives a message again that was acknowledged: by a request, and over a stream", async () => {
    const { publisher, raw, subscription, server } = await aFaultyTopic("{ duplicate: true, skip: 1, times: 1 }");
    await publish(publisher, "a", "b");
    const first = await pull(raw);
    await ack(
      raw,
      first.map(({ ackId }) => ackId),
    );
    const again = await pull(raw);
    expect(again.map(({ text }) => text)).toEqual(["b"]);
    await ack(
      raw,
      again.map(({ ackId }) => ackId),
    );
    expect(server.engine.counts(SUBSCRIPTION)).toMatchObject({ acked: 2, outstanding: 0, waiting: 0 });
    await subscription.close();
  });

  it("gives a message of a stream again that was acknowledged there", async () => {
    const { publisher, subscription } = await aFaultyTopic("{ duplicate: true, times: 1 }");
    await publish(publisher, "a");
    expect(await hear(subscription, 2)).toEqual(["a", "a"]);
    await subscription.close();
  });

  it("refuses a stream as it begins; the official client opens another", async () => {
    const { publisher, subscription, injecting } = await aFaultyTopic("{ on: StreamingPull, down: true, times: 1 }");
    await publish(publisher, "a");
    expect(await hear(subscription, 1)).toEqual(["a"]);
    expect(injecting.counts()[0]?.injected).toBe(1);
    await subscription.close();
  });

  it("publishes messages without a key in another order, and answers with the right ids", async () => {
    const { publisher, raw } = await aFaultyTopic("{ reorder: true, rate: 0.3 }");
    const texts = Array.from({ length: 20 }, (_, at) => `m${at}`);
    const ids = await publish(publisher, ...texts);
    const pulled = await pull(raw);
    expect(pulled.map(({ text }) => text)).not.toEqual(texts);
    expect(pulled.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
    expect(ids).toEqual(texts.map((text) => pulled.find((each) => each.text === text)?.id));
  });

  it("has the same faults for those who speak REST", async () => {
    const { server } = await aFaultyTopic(
      "{ refuse: RESOURCE_EXHAUSTED, on: Publish, times: 1 }, { loseAnswer: cut, on: Publish, times: 1 }, { duplicate: true, times: 1 }",
    );
    const post = async (path: string, body: object) => {
      const answer = await fetch(`http://${server.host}/v1/${path}`, { method: "POST", body: JSON.stringify(body) });
      return [answer.status, (await answer.json()) as object] as const;
    };
    const publishing = () => post(`${TOPIC}:publish`, { messages: [{ data: "aGVsbG8=" }] });
    expect(await publishing()).toMatchObject([429, { error: { status: "RESOURCE_EXHAUSTED" } }]);
    expect(await publishing()).toMatchObject([503, { error: { status: "UNAVAILABLE" } }]);
    expect(await publishing()).toMatchObject([200, { messageIds: [expect.any(String)] }]);
    const pulling = async () => {
      const [, answer] = await post(`${SUBSCRIPTION}:pull`, { maxMessages: 10, returnImmediately: true });
      const { receivedMessages = [] } = answer as { readonly receivedMessages?: readonly { readonly ackId: string }[] };
      return receivedMessages.map(({ ackId }) => ackId);
    };
    const ackIds = await pulling();
    expect(ackIds).toHaveLength(2);
    await post(`${SUBSCRIPTION}:acknowledge`, { ackIds });
    expect(await pulling()).toHaveLength(1);
  });

  it("leaves the order of messages with a key alone", async () => {
    const { publisher, raw } = await aFaultyTopic("{ reorder: true }");
    const messages = ["a", "b", "c"].map((text) => ({ data: Buffer.from(text), orderingKey: "k" }));
    await publisher.publish({ topic: TOPIC, messages });
    expect((await pull(raw)).map(({ text }) => text)).toEqual(["a", "b", "c"]);
  });

  it("ends with everything that hangs", async () => {
    const injecting = injector();
    const { server } = await aServer({ faults: pubsubFaults(injecting) });
    const client = new PubSub({ projectId: "earth", apiEndpoint: server.host, emulatorMode: true });
    await client.createTopic("orders");
    injecting.put(parseFaults("faults: [{ hang: true }]", "faults.yaml"));
    const hanging = codeOf(publish(aRawPublisher(server.host), "a"));
    while (injecting.counts()[0]?.injected !== 1) await sleep(5);
    await server.close();
    expect(["UNAVAILABLE", "CANCELLED", "INTERNAL", "UNKNOWN"]).toContain(await hanging);
    await client.close();
  });
});
