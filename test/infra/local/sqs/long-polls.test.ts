import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { longPolls } from "../../../../infra/local/sqs/long-polls.ts";
import { aQueueUrl, aServer, errorOf } from "./a-server.ts";
import { aDraft, anEngine, aQueue, bodies } from "./an-engine.ts";

const poll = (client: SQSClient, QueueUrl: string, seconds = 20, signal?: AbortSignal) =>
  client
    .send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: seconds, MaxNumberOfMessages: 10 }),
      signal === undefined ? {} : { abortSignal: signal },
    )
    .then(({ Messages = [] }) => Messages);

/** Long enough for a request to have arrived at a server in the same process: it waits for an answer to a later one. */
const arrived = async (client: SQSClient, QueueUrl: string): Promise<void> => {
  for (let n = 0; n < 3; n++) await poll(client, QueueUrl, 0);
};

describe("longPolls", () => {
  it("wakes on a send, and gives a whole batch at once", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const waiting = poll(client, QueueUrl);
    await arrived(client, QueueUrl);
    const Entries = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: Id }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect((await waiting).map(({ Body }) => Body)).toEqual(["a", "b", "c"]);
  });

  it("wakes at the end of a delay, and of invisibility", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client, "q", { VisibilityTimeout: "1" });
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "late", DelaySeconds: 1 }));
    const [first] = await poll(client, QueueUrl);
    const [second] = await poll(client, QueueUrl);
    expect([first?.Body, second?.MessageId]).toEqual(["late", first?.MessageId]);
  });

  it("wakes when a message is shown again, and when a group of a FIFO queue is unlocked", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client, "q.fifo", { ContentBasedDeduplication: "true" });
    const send = (MessageBody: string) =>
      client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: "g" }));
    await send("1");
    const [first] = await poll(client, QueueUrl);
    await send("2");
    const waiting = poll(client, QueueUrl);
    await arrived(client, QueueUrl);
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }),
    );
    const both = await waiting;
    expect(both.map(({ Body }) => Body)).toEqual(["1", "2"]);
    await send("3");
    const third = poll(client, QueueUrl);
    for (const { ReceiptHandle } of both) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect((await third).map(({ Body }) => Body)).toEqual(["3"]);
  });

  it("ends with nothing when its time is over", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client, "q", { ReceiveMessageWaitTimeSeconds: "1" });
    expect(await client.send(new ReceiveMessageCommand({ QueueUrl }))).not.toHaveProperty("Messages");
  });

  it("gives nothing to a client that has gone", async () => {
    const { client, server } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const abort = new AbortController();
    const gone = poll(client, QueueUrl, 20, abort.signal);
    await arrived(client, QueueUrl);
    abort.abort();
    await expect(gone).rejects.toThrow();
    const heir = poll(client, QueueUrl);
    await arrived(client, QueueUrl);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    expect((await heir).map(({ Body }) => Body)).toEqual(["hello"]);
    expect(server.engine.counts("orders")).toMatchObject({ inFlight: 1, visible: 0 });
  });

  it("passes over a client that has gone and whose end nobody has told yet", async () => {
    const world = anEngine();
    const queue = aQueue(world);
    const polls = longPolls(world.engine, world.now, () => () => {});
    const wait = (isGone: boolean) =>
      polls.wait(queue, 20, () => world.engine.receive(queue, { limit: 10 }), {
        isGone: () => isGone,
        onGone: () => {},
      });
    const [gone, heir] = [wait(true), wait(false)];
    world.engine.send(queue, aDraft());
    expect([await gone, bodies(await heir)]).toEqual([[], ["hello"]]);
    polls.close();
  });

  it("serves those who wait in turn, one message each", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const waiting = [1, 2, 3].map(() =>
      client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 1 })),
    );
    await arrived(client, QueueUrl);
    const Entries = ["a", "b", "c"].map((Id) => ({ Id, MessageBody: Id }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const got = (await Promise.all(waiting)).flatMap(({ Messages = [] }) => Messages.map(({ Body }) => Body));
    expect(got.toSorted()).toEqual(["a", "b", "c"]);
  });

  it("ends with a fault when the queue is deleted", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const waiting = errorOf(poll(client, QueueUrl));
    await arrived(client, QueueUrl);
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await waiting).toEqual(["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]);
  });
});
