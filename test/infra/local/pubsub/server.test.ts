import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { pubsubServer } from "../../../../infra/local/pubsub/server.ts";
import { aRawSubscriber, aServer, aSubscription, refusalOf } from "./a-server.ts";

const path = (kind: string, id: string) => `projects/earth/${kind}/${id}`;

describe("the Pub/Sub server", () => {
  it("listens where it says, on loopback only", async () => {
    const { server } = await aServer();
    expect(server.host).toBe(`127.0.0.1:${server.port}`);
    await expect(pubsubServer({ host: "0.0.0.0" })).rejects.toMatchObject({ code: "HOST_NOT_LOOPBACK" });
    await expect(pubsubServer({ host: "pubsub.googleapis.com" })).rejects.toMatchObject({ code: "HOST_NOT_LOOPBACK" });
  });

  it("says that a port is in use", async () => {
    const { server } = await aServer();
    await expect(pubsubServer({ port: server.port })).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: `port ${server.port} on 127.0.0.1 is in use: choose another, or 0 for a free one`,
    });
  });

  it("gives its port free when it is closed, also under an open stream", async () => {
    const { server, client } = await aServer();
    const { subscription } = await aSubscription(client);
    subscription.on("message", () => {}).on("error", () => {});
    await server.close();
    await subscription.close();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const next = createServer().once("error", reject).listen(server.port, "127.0.0.1", resolve);
    await promise;
    next.close();
  });

  it("takes a REST request that comes byte by byte, beside gRPC", async () => {
    const { server, client } = await aServer();
    await client.createTopic("orders");
    const socket = connect(server.port, "127.0.0.1").setNoDelay();
    for (const byte of "PUT /v1/projects/earth/topics/more HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") {
      socket.write(byte);
      await setImmediate();
    }
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"name": "projects\/earth\/topics\/more"/);
    expect((await client.getTopics())[0]).toHaveLength(2);
  });

  it("makes, finds, changes, lists and deletes topics", async () => {
    const { client } = await aServer();
    const [topic] = await client.createTopic({ name: "orders", labels: { a: "1" } });
    expect((await topic.getMetadata())[0]).toMatchObject({ name: path("topics", "orders"), labels: { a: "1" } });
    await topic.setMetadata({ labels: { b: "2" }, messageRetentionDuration: { seconds: 600 } });
    expect((await topic.getMetadata())[0]).toMatchObject({
      labels: { b: "2" },
      messageRetentionDuration: { seconds: "600", nanos: 0 },
    });
    await client.createTopic("more");
    expect((await client.getTopics())[0].map(({ name }) => name)).toEqual([
      path("topics", "more"),
      path("topics", "orders"),
    ]);
    await topic.delete();
    expect(await topic.exists()).toEqual([false]);
    expect(await refusalOf(client.createTopic("more"))).toEqual({
      code: status.ALREADY_EXISTS,
      details: "Resource already exists in the project (resource=more).",
    });
    expect(await refusalOf(client.topic("none").getMetadata())).toEqual({
      code: status.NOT_FOUND,
      details: "Resource not found (resource=none).",
    });
  });

  it("lists page by page", async () => {
    const { client } = await aServer();
    for (const name of ["aaa", "bbb", "ccc"]) await client.createTopic(name);
    const page = async (pageToken: string) => {
      const [topics, next] = await client.getTopics({ pageSize: 2, pageToken, autoPaginate: false });
      return [topics.map(({ name }) => name), (next as { pageToken?: string } | null)?.pageToken];
    };
    expect(await page("")).toEqual([[path("topics", "aaa"), path("topics", "bbb")], path("topics", "bbb")]);
    expect(await page(path("topics", "bbb"))).toEqual([[path("topics", "ccc")], undefined]);
  });

  it("makes, finds, changes, lists and deletes subscriptions", async () => {
    const { client } = await aServer();
    const { topic, subscription } = await aSubscription(client);
    expect((await subscription.getMetadata())[0]).toMatchObject({
      name: path("subscriptions", "billing"),
      topic: path("topics", "orders"),
      ackDeadlineSeconds: 10,
      enableMessageOrdering: false,
      messageRetentionDuration: { seconds: "604800", nanos: 0 },
      expirationPolicy: { ttl: { seconds: "2678400", nanos: 0 } },
      retryPolicy: null,
      deadLetterPolicy: null,
      pushConfig: { pushEndpoint: "" },
    });
    const policies = {
      ackDeadlineSeconds: 60,
      retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 2 } },
      deadLetterPolicy: { deadLetterTopic: topic.name, maxDeliveryAttempts: 7 },
      expirationPolicy: {},
      labels: { a: "1" },
    };
    await subscription.setMetadata(policies);
    const [changed] = await subscription.getMetadata();
    expect(changed).toMatchObject({
      ackDeadlineSeconds: 60,
      retryPolicy: { minimumBackoff: { seconds: "1", nanos: 0 }, maximumBackoff: { seconds: "2", nanos: 0 } },
      deadLetterPolicy: policies.deadLetterPolicy,
      expirationPolicy: { ttl: null },
      labels: { a: "1" },
    });
    expect((await client.getSubscriptions())[0].map(({ name }) => name)).toEqual([subscription.name]);
    expect((await topic.getSubscriptions())[0].map(({ name }) => name)).toEqual([subscription.name]);
    await subscription.delete();
    expect(await subscription.exists()).toEqual([false]);
  });

  it("refuses what a subscription can't have, by the name of the field", async () => {
    const { client } = await aServer();
    const [topic] = await client.createTopic("orders");
    const refused = async (options: object) => {
      const { code, details } = await refusalOf(topic.createSubscription("billing", options));
      return [status[Number(code)], /[a-z]+(_[a-z]+)+|filter/.exec(String(details))?.[0]];
    };
    const dead = (maxDeliveryAttempts: number) => ({ deadLetterTopic: topic.name, maxDeliveryAttempts });
    expect(await refused({ ackDeadlineSeconds: 9 })).toEqual(["INVALID_ARGUMENT", "ack_deadline_seconds"]);
    expect(await refused({ ackDeadlineSeconds: 601 })).toEqual(["INVALID_ARGUMENT", "ack_deadline_seconds"]);
    expect(await refused({ deadLetterPolicy: dead(4) })).toEqual(["INVALID_ARGUMENT", "dead_letter_policy"]);
    expect(await refused({ deadLetterPolicy: dead(101) })).toEqual(["INVALID_ARGUMENT", "dead_letter_policy"]);
    expect(await refused({ retryPolicy: { maximumBackoff: { seconds: 601 } } })).toEqual([
      "INVALID_ARGUMENT",
      "retry_policy",
    ]);
    expect(await refused({ retryPolicy: { minimumBackoff: { seconds: 9 }, maximumBackoff: { seconds: 8 } } })).toEqual([
      "INVALID_ARGUMENT",
      "retry_policy",
    ]);
    expect(await refused({ messageRetentionDuration: 599 })).toEqual([
      "INVALID_ARGUMENT",
      "message_retention_duration",
    ]);
    expect(await refused({ expirationPolicy: { ttl: { seconds: 3_600 } } })).toEqual([
      "INVALID_ARGUMENT",
      "expiration_policy",
    ]);
    expect(await refused({ pushConfig: { pushEndpoint: "ftp://127.0.0.1/" } })).toEqual([
      "INVALID_ARGUMENT",
      "push_endpoint",
    ]);
    expect(await refused({ filter: "attributes.a" })).toEqual(["INVALID_ARGUMENT", "filter"]);
    expect(
      await refused({ enableExactlyOnceDelivery: true, pushConfig: { pushEndpoint: "http://127.0.0.1/" } }),
    ).toEqual(["INVALID_ARGUMENT", "enable_exactly_once_delivery"]);
    expect(await refused({ bigqueryConfig: { table: "t" } })).toEqual(["UNIMPLEMENTED", "bigquery_config"]);
    expect(await refused({ cloudStorageConfig: { bucket: "b" } })).toEqual(["UNIMPLEMENTED", "cloud_storage_config"]);
    expect(await refusalOf(client.createTopic({ name: "more", schemaSettings: { schema: "s" } }))).toEqual({
      code: status.INVALID_ARGUMENT,
      details: "schema_settings.encoding must be JSON or BINARY.",
    });
    const ingested = { name: "more", ingestionDataSourceSettings: { awsKinesis: { streamArn: "a" } } };
    expect(await refusalOf(client.createTopic(ingested))).toEqual({
      code: status.UNIMPLEMENTED,
      details: "The local Pub/Sub server has no topic.ingestion_data_source_settings yet.",
    });
  });

  it("changes only what may be changed", async () => {
    const { server, client } = await aServer();
    const { subscription } = await aSubscription(client);
    const raw = aRawSubscriber(server);
    const update = (paths: string[]) =>
      refusalOf(raw.updateSubscription({ subscription: { name: subscription.name }, updateMask: { paths } }));
    for (const paths of [[], ["topic"], ["enable_message_ordering"], ["filter"], ["push_config.push_endpoint"]])
      expect((await update(paths)).code).toBe(status.INVALID_ARGUMENT);
  });

  it("answers for the limits of messages itself, also where a request is larger than gRPC's own limit", async () => {
    const { client } = await aServer();
    const { topic } = await aSubscription(client);
    const refused = await refusalOf(topic.publishMessage({ data: Buffer.alloc(10_000_001) }));
    expect(refused).toEqual({
      code: status.INVALID_ARGUMENT,
      details: "A message is too large: it has 10000001 bytes, and the maximum is 10000000.",
    });
    expect(await topic.publishMessage({ data: Buffer.alloc(10_000_000) })).toMatch(/^[0-9]+$/);
  });

  it("carries messages as they are", async () => {
    const { server, client } = await aServer();
    const { topic, subscription } = await aSubscription(client);
    const raw = aRawSubscriber(server);
    const attributes = Object.fromEntries([
      ["__proto__", "x"],
      ["é", "ü\0\n"],
      ["empty", ""],
    ]);
    const messageId = await topic.publishMessage({ data: Buffer.from([0, 255, 128]), attributes, orderingKey: "k" });
    const [{ receivedMessages }] = await raw.pull({ subscription: subscription.name, maxMessages: 10 });
    expect(receivedMessages).toEqual([
      {
        ackId: expect.stringMatching(/./),
        deliveryAttempt: 0,
        message: {
          data: Buffer.from([0, 255, 128]),
          attributes,
          messageId,
          publishTime: { seconds: expect.stringMatching(/^[0-9]+$/), nanos: expect.any(Number) },
          orderingKey: "k",
        },
      },
    ]);
  });
});
