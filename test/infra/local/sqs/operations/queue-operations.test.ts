import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { aQueueUrl, aServer, errorOf } from "../a-server.ts";

describe("queue operations", () => {
  it("make, find, empty and delete a queue", async () => {
    const { client, server } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    expect(await aQueueUrl(client)).toBe(QueueUrl);
    const differs = client.send(new CreateQueueCommand({ QueueName: "orders", Attributes: { DelaySeconds: "1" } }));
    expect(await errorOf(differs)).toEqual(["QueueNameExists", "QueueAlreadyExists"]);
    expect((await client.send(new GetQueueUrlCommand({ QueueName: "orders" }))).QueueUrl).toBe(QueueUrl);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect(server.engine.counts("orders")).toMatchObject({ purged: 1, visible: 0 });
    expect((await errorOf(client.send(new PurgeQueueCommand({ QueueUrl }))))[0]).toBe("PurgeQueueInProgress");
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    expect((await errorOf(client.send(new DeleteQueueCommand({ QueueUrl }))))[0]).toBe("QueueDoesNotExist");
  });

  it("list queues by prefix and page by page", async () => {
    const { client } = await aServer();
    const urls: string[] = [];
    for (const name of ["a-1", "a-2", "a-3", "b-1"]) urls.push(await aQueueUrl(client, name));
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toEqual(urls);
    const QueueNamePrefix = "a-";
    const first = await client.send(new ListQueuesCommand({ QueueNamePrefix, MaxResults: 2 }));
    expect(first.QueueUrls).toEqual(urls.slice(0, 2));
    const next = { QueueNamePrefix, MaxResults: 2, NextToken: first.NextToken };
    const { QueueUrls, NextToken } = await client.send(new ListQueuesCommand(next));
    expect([QueueUrls, NextToken]).toEqual([urls.slice(2, 3), undefined]);
    const broken = client.send(new ListQueuesCommand({ MaxResults: 1, NextToken: "*" }));
    expect((await errorOf(broken))[0]).toBe("InvalidParameterValue");
  });

  it("list whose dead letters come to a queue", async () => {
    const { client } = await aServer();
    const dead = await aQueueUrl(client, "dead");
    const deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:dead";
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
    const sources = [await aQueueUrl(client, "a", { RedrivePolicy }), await aQueueUrl(client, "b", { RedrivePolicy })];
    const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));
    expect(queueUrls).toEqual(sources);
  });

  it("set and get attributes, and count messages", async () => {
    const { client } = await aServer({ now: () => 1_700_000_000_000 });
    const QueueUrl = await aQueueUrl(client);
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "7" } }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", DelaySeconds: 5 }));
    const get = (...names: string[]) =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names as "All"[] }));
    expect((await get("All")).Attributes).toEqual({
      DelaySeconds: "0",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      ReceiveMessageWaitTimeSeconds: "0",
      VisibilityTimeout: "7",
      SqsManagedSseEnabled: "true",
      QueueArn: "arn:aws:sqs:eu-west-1:111122223333:orders",
      CreatedTimestamp: "1700000000",
      LastModifiedTimestamp: "1700000000",
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "1",
    });
    expect((await get("VisibilityTimeout")).Attributes).toEqual({ VisibilityTimeout: "7" });
    expect((await get()).Attributes).toBeUndefined();
    expect((await errorOf(get("Colour")))[0]).toBe("InvalidAttributeName");
    const bad = new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "-1" } });
    expect((await errorOf(client.send(bad)))[0]).toBe("InvalidAttributeValue");
  });

  it("keep tags, fifty at most", async () => {
    const { client } = await aServer();
    const made = await client.send(new CreateQueueCommand({ QueueName: "q", tags: { team: "retail" } }));
    const QueueUrl = made.QueueUrl ?? "";
    const tags = async () => (await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags;
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { stage: "dev" } }));
    expect(await tags()).toEqual({ team: "retail", stage: "dev" });
    await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["team", "gone"] }));
    expect(await tags()).toEqual({ stage: "dev" });
    const Tags = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, "x"]));
    expect((await errorOf(client.send(new TagQueueCommand({ QueueUrl, Tags }))))[0]).toBe("InvalidParameterValue");
  });
});
