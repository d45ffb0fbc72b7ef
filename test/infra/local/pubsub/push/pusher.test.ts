import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { aServer, aSubscription } from "../a-server.ts";
import { anEndpoint, answering } from "./an-endpoint.ts";

const SUBSCRIPTION = "projects/earth/subscriptions/billing";
const PATIENCE = { timeout: 15_000 };

/** A subscription that is pushed to this endpoint. */
async function aPush(pushEndpoint: string, options: Parameters<typeof aSubscription>[1] = {}, pushConfig: object = {}) {
  const { server, client } = await aServer();
  const { topic, subscription } = await aSubscription(client, {
    ...options,
    pushConfig: { pushEndpoint, ...pushConfig },
  });
  const publish = (texts: readonly string[], orderingKey = "") =>
    Promise.all(texts.map((text) => topic.publishMessage({ data: Buffer.from(text), orderingKey })));
  const counts = () => server.engine.counts(SUBSCRIPTION);
  const done = (acked: number) => vi.waitFor(() => expect(counts().acked).toBe(acked), PATIENCE);
  return { server, client, topic, subscription, publish, counts, done };
}

describe("a push subscription", () => {
  it("sends each message in a request of its own, over connections that it keeps", async () => {
    const endpoint = await anEndpoint();
    const { publish, done } = await aPush(endpoint.url);
    const sent = Array.from({ length: 300 }, (_, index) => String(index));
    await publish(sent);
    await done(300);
    expect(endpoint.arrived.map(({ text }) => text).toSorted()).toEqual(sent.toSorted());
    expect(endpoint.sockets.size).toBeLessThan(200);
  });

  it("sends the data alone, with headers, without a wrapper", async () => {
    const endpoint = await anEndpoint();
    const bare = { noWrapper: { writeMetadata: true } };
    const { topic, done, subscription } = await aPush(endpoint.url, {}, bare);
    expect((await subscription.getMetadata())[0].pushConfig?.noWrapper).toEqual(bare.noWrapper);
    await topic.publishMessage({ data: Buffer.from("raw"), attributes: { kind: "order" } });
    await done(1);
    expect(endpoint.arrived[0]?.body).toBe("raw");
    expect(endpoint.arrived[0]?.headers).toMatchObject({
      kind: "order",
      "x-goog-pubsub-subscription-name": SUBSCRIPTION,
    });
  });

  it.each([200, 201, 202, 204])("takes %i for an acknowledgement", async (code) => {
    const endpoint = await anEndpoint(answering(code));
    const { publish, done } = await aPush(endpoint.url);
    await publish(["a"]);
    await done(1);
    expect(endpoint.arrived).toHaveLength(1);
  });

  it("takes 102 for an acknowledgement, whatever comes after it", async () => {
    const endpoint = await anEndpoint(async (_, response) => {
      response.writeProcessing();
      await pause(100);
      response.writeHead(500).end();
    });
    const { publish, done } = await aPush(endpoint.url);
    await publish(["a"]);
    await done(1);
    expect(endpoint.arrived).toHaveLength(1);
  });

  it.each([203, 301, 400, 404, 429, 500, 503])("takes %i for a refusal and sends again", async (code) => {
    const endpoint = await anEndpoint(answering(code, 204));
    const { publish, done } = await aPush(endpoint.url);
    await publish(["a"]);
    await done(1);
    expect(endpoint.arrived.map(({ text }) => text)).toEqual(["a", "a"]);
  });

  it("takes a broken connection for a refusal and sends again", async () => {
    const endpoint = await anEndpoint((_, response, before) => {
      if (before < 2) response.destroy();
      else response.writeHead(204).end();
    });
    const { publish, done } = await aPush(endpoint.url);
    await publish(["a"]);
    await done(1);
    expect(endpoint.arrived).toHaveLength(3);
  });

  it("has one message of a key out at a time, in order, also after refusals", async () => {
    const out = new Map<string, number>();
    const done: string[] = [];
    let overlaps = 0;
    const endpoint = await anEndpoint(async ({ orderingKey, text }, response, before) => {
      out.set(orderingKey, (out.get(orderingKey) ?? 0) + 1);
      if ((out.get(orderingKey) ?? 0) > 1) overlaps++;
      await pause(2);
      out.set(orderingKey, (out.get(orderingKey) ?? 0) - 1);
      const isRefused = before === 5 || before === 17;
      if (!isRefused) done.push(`${orderingKey} ${text}`);
      response.writeHead(isRefused ? 500 : 204).end();
    });
    const push = await aPush(endpoint.url, { enableMessageOrdering: true });
    const texts = Array.from({ length: 20 }, (_, index) => String(index).padStart(2, "0"));
    await Promise.all(["a", "b", "c"].map((key) => push.publish(texts, key)));
    await push.done(60);
    expect(overlaps).toBe(0);
    for (const key of ["a", "b", "c"])
      expect(done.filter((each) => each.startsWith(key))).toEqual(texts.map((text) => `${key} ${text}`));
    expect(endpoint.most()).toBeGreaterThan(1);
  });

  it("numbers attempts and buries what never succeeds, where there is a dead-letter policy", async () => {
    const endpoint = await anEndpoint(
      ({ text }, response) => void response.writeHead(text === "bad" ? 500 : 204).end(),
    );
    const { server, client } = await aServer();
    const [dead] = await client.createTopic("orders-dead");
    const [topic] = await client.createTopic("orders");
    await topic.createSubscription("billing", {
      pushConfig: { pushEndpoint: endpoint.url },
      deadLetterPolicy: { deadLetterTopic: dead.name, maxDeliveryAttempts: 5 },
    });
    await topic.publishMessage({ data: Buffer.from("bad") });
    await vi.waitFor(() => expect(server.engine.counts(SUBSCRIPTION).deadLettered).toBe(1), PATIENCE);
    expect(endpoint.arrived.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(server.engine.topicCounts(dead.name)).toEqual({ published: 1 });
  });

  it("doesn't spin at a dead endpoint, loses nothing, and goes on elsewhere", async () => {
    const dead = await anEndpoint((_, response) => void response.destroy());
    const { subscription, publish, done, counts } = await aPush(dead.url);
    await publish(Array.from({ length: 200 }, (_, index) => String(index)));
    await vi.waitFor(() => expect(dead.arrived.length).toBeGreaterThan(8), PATIENCE);
    // Rounds of 5, 2, 1, 1, ... with pauses of 100, 200, 400, ... ms between them: the rest is slack.
    await pause(1_000);
    expect(dead.arrived.length).toBeLessThan(20);
    expect(counts()).toMatchObject({ accepted: 200, acked: 0, deadLettered: 0 });
    const endpoint = await anEndpoint();
    await subscription.modifyPushConfig({ pushEndpoint: endpoint.url });
    await done(200);
  });

  it("waits to be pulled once its push config is taken away", async () => {
    const endpoint = await anEndpoint();
    const { subscription, publish, done, counts } = await aPush(endpoint.url);
    await publish(["pushed"]);
    await done(1);
    await subscription.modifyPushConfig({});
    await publish(["kept"]);
    await pause(100);
    expect(counts()).toMatchObject({ acked: 1, waiting: 1 });
    expect(endpoint.arrived.map(({ text }) => text)).toEqual(["pushed"]);
  });

  it("begins nothing more when it is deleted", async () => {
    const open = Promise.withResolvers<void>();
    const endpoint = await anEndpoint(async (_, response) => {
      await open.promise;
      response.writeHead(204).end();
    });
    const { server, subscription, publish, counts } = await aPush(endpoint.url);
    await publish(Array.from({ length: 50 }, (_, index) => String(index)));
    await vi.waitFor(() => {
      const { outstanding } = counts();
      expect(outstanding).toBeGreaterThan(0);
      expect(endpoint.arrived).toHaveLength(outstanding);
    }, PATIENCE);
    const arrived = endpoint.arrived.length;
    await subscription.delete();
    open.resolve();
    await pause(150);
    expect(endpoint.arrived).toHaveLength(arrived);
    expect(server.engine.subscriptions.has(SUBSCRIPTION)).toBe(false);
  });
});
