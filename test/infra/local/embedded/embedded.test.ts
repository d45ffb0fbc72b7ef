// What `hopspan/servers` does, from the sources; test/docs/local-servers.test.ts has it from the bundle.

import {
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PubSub } from "@google-cloud/pubsub";
import { describe, expect, it, onTestFinished } from "vitest";
import { pubsubServer, sqsServer } from "../../../../infra/local/embedded/embedded.ts";

async function aSqs(options: Parameters<typeof sqsServer>[0] = {}) {
  const sqs = await sqsServer(options);
  onTestFinished(sqs.stop);
  const at = (region: string, accessKeyId = "000000000000") => {
    const credentials = { accessKeyId, secretAccessKey: "local" };
    const client = new SQSClient({ endpoint: sqs.url, region, credentials, maxAttempts: 1 });
    onTestFinished(() => client.destroy());
    return client;
  };
  const client = at("us-east-1");
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "orders" }));
  const receive = async (WaitTimeSeconds = 0) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }))).Messages?.map(({ Body }) => Body);
  const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return { sqs, at, client, QueueUrl, receive, send };
}

async function aPubsub(options: Parameters<typeof pubsubServer>[0] = {}) {
  const pubsub = await pubsubServer(options);
  onTestFinished(pubsub.stop);
  const client = new PubSub({ projectId: "local", apiEndpoint: pubsub.host, emulatorMode: true });
  onTestFinished(() => client.close());
  return { pubsub, client };
}

describe("an embedded SQS", () => {
  it("tells where it is, and what clients read", async () => {
    const { sqs } = await aSqs({ account: "111122223333", region: "eu-west-1" });
    expect(sqs.url).toBe(`http://127.0.0.1:${sqs.port}`);
    expect(sqs.environment).toEqual({
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "111122223333",
      AWS_SECRET_ACCESS_KEY: "local",
    });
  });

  it("forgets everything of every account and region, also what waits there, and goes on", async () => {
    const { sqs, at, client, receive } = await aSqs({ faults: { faults: [{ on: "SendMessage", down: true }] } });
    const [elsewhere, other] = [at("eu-west-1"), at("us-east-1", "111122223333")];
    for (const each of [elsewhere, other]) await each.send(new CreateQueueCommand({ QueueName: "orders" }));
    const waiting = receive(20);
    await expect.poll(() => sqs.injected().length).toBe(1);
    sqs.reset();
    expect([undefined, "QueueDoesNotExist"]).toContain(
      await waiting.catch(({ name }: { readonly name: string }) => name),
    );
    for (const each of [client, elsewhere, other])
      expect((await each.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "orders" }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "again" }));
    expect(await receive()).toEqual(["again"]);
  });

  it("lets time pass, also for those who wait", async () => {
    const { sqs, receive, send } = await aSqs();
    await send("hello");
    expect(await receive()).toEqual(["hello"]);
    const waiting = receive(20);
    // Whether it waits already can't be seen, so time passes until it has something.
    const passing = setInterval(() => sqs.advance(30_000), 20);
    expect(await waiting.finally(() => clearInterval(passing))).toEqual(["hello"]);
  });

  it("has faults until others take their place, and counts them", async () => {
    const { sqs, send } = await aSqs({ faults: { seed: 3, faults: [{ at: "orders", refuse: "OverLimit" }] } });
    await expect(send("a")).rejects.toMatchObject({ name: "OverLimit" });
    sqs.setFaults({ faults: [{ afterSeconds: 60, down: true }] });
    await send("b");
    sqs.advance(60_000);
    await expect(send("c")).rejects.toMatchObject({ name: "ServiceUnavailable" });
    sqs.setFaults();
    await send("d");
    expect(sqs.injected()).toEqual([
      { fault: "refuse OverLimit at orders", seen: 1, injected: 1 },
      { fault: "down", seen: 2, injected: 1 },
    ]);
  });

  it("says what is wrong with faults, and keeps those before", async () => {
    const { sqs, send } = await aSqs({ faults: { faults: [{ down: true }] } });
    expect(() => sqs.setFaults({ faults: [{ refuse: "Slow" }] })).toThrow('faults[0].refuse "Slow" is no code');
    await expect(send("a")).rejects.toMatchObject({ name: "ServiceUnavailable" });
  });
});

describe("an embedded Pub/Sub", () => {
  it("tells where it is, and what clients read", async () => {
    const { pubsub } = await aPubsub({ project: "shop" });
    expect(pubsub.host).toBe(`127.0.0.1:${pubsub.port}`);
    expect(pubsub.environment).toMatchObject({ PUBSUB_EMULATOR_HOST: pubsub.host, GOOGLE_CLOUD_PROJECT: "shop" });
  });

  it("forgets everything of every project, and goes on", async () => {
    const { pubsub, client } = await aPubsub();
    const other = new PubSub({ projectId: "other", apiEndpoint: pubsub.host, emulatorMode: true });
    onTestFinished(() => other.close());
    for (const each of [client, other]) {
      const [topic] = await each.createTopic("orders");
      const [subscription] = await topic.createSubscription("billing");
      await subscription.createSnapshot("before");
    }
    pubsub.reset();
    for (const each of [client, other]) {
      expect([(await each.getTopics())[0], (await each.getSubscriptions())[0]]).toEqual([[], []]);
      expect((await each.getSnapshots())[0]).toEqual([]);
    }
    const [topic] = await client.createTopic("orders");
    expect(topic.name).toBe("projects/local/topics/orders");
  });

  it("lets time pass, also for those who wait", async () => {
    const { pubsub, client } = await aPubsub();
    const [topic] = await client.createTopic("orders");
    const [subscription] = await topic.createSubscription("billing", { ackDeadlineSeconds: 600 });
    const heard: string[] = [];
    subscription.on("message", (message) => heard.push(message.deliveryAttempt + String(message.data)));
    await topic.publishMessage({ data: Buffer.from("hello") });
    await expect.poll(() => heard.length).toBe(1);
    pubsub.advance(3_600_000);
    await expect.poll(() => heard.length).toBe(2);
    await subscription.close();
  });

  it("lets so much time pass that a subscription which nobody uses is gone", async () => {
    const { pubsub, client } = await aPubsub();
    const [topic] = await client.createTopic("orders");
    await topic.createSubscription("billing");
    pubsub.advance(40 * 86_400_000);
    expect([(await client.getTopics())[0].length, (await client.getSubscriptions())[0]]).toEqual([1, []]);
  });

  it("has faults, and counts them", async () => {
    const { pubsub, client } = await aPubsub({ faults: { faults: [{ on: "CreateTopic", times: 1, down: true }] } });
    await client.createTopic("orders").catch(() => {});
    expect(pubsub.injected()).toMatchObject([{ fault: "down on CreateTopic", injected: 1 }]);
  });
});
