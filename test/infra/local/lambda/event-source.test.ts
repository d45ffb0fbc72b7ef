import {
  CreateQueueCommand,
  type ReceiveMessageCommandOutput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { afterEach, describe, expect, it } from "vitest";
import {
  type EventSource,
  type EventSourceOptions,
  eventSource,
  type SettledBatch,
} from "../../../../infra/local/lambda/event-source.ts";
import { functionError, type Invocation } from "../../../../infra/local/lambda/invocation.ts";
import { type SqsServer, sqsServer } from "../../../../infra/local/sqs/server.ts";
import { anSqsServer } from "../../../support/an-sqs-server.ts";

const servers: SqsServer[] = [];
const clients: SQSClient[] = [];
const sources: EventSource[] = [];
afterEach(async () => {
  await Promise.all(sources.splice(0).map((each) => each.stop()));
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(servers.splice(0).map((each) => each.close()));
});

const OK: Invocation = { kind: "ok", payload: null };
const failing = (...ids: readonly (string | undefined)[]): Invocation => ({
  kind: "ok",
  payload: { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) },
});

const credentials = { accessKeyId: "a", secretAccessKey: "b" };

async function aQueue({ fifo = false, visibilitySeconds = 30 } = {}) {
  const server = await sqsServer({ region: "eu-west-1" });
  servers.push(server);
  const client = new SQSClient({ endpoint: server.endpoint, region: "eu-west-1", credentials });
  clients.push(client);
  const name = fifo ? "q.fifo" : "q";
  const { QueueUrl = "" } = await client.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        VisibilityTimeout: String(visibilitySeconds),
        ...(fifo ? { FifoQueue: "true", ContentBasedDeduplication: "true" } : {}),
      },
    }),
  );
  const send = (...bodies: readonly string[]) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: bodies.map((body, at) => ({
          Id: String(at),
          MessageBody: body,
          ...(fifo ? { MessageGroupId: body[0] ?? "" } : {}),
        })),
      }),
    );
  const left = () => {
    const { visible, inFlight } = server.engine.counts(name);
    return { visible, inFlight };
  };
  return { server, client, name, queueUrl: QueueUrl, fifo, send, left };
}

/** How many messages have come to a client: they are out of the queue before. */
function countReceived(client: SQSClient): () => number {
  let received = 0;
  client.middlewareStack.add((next) => async (args) => {
    const result = await next(args);
    received += (result.output as ReceiveMessageCommandOutput).Messages?.length ?? 0;
    return result;
  });
  return () => received;
}

function aSource(
  { client, queueUrl, name, fifo }: Pick<Awaited<ReturnType<typeof aQueue>>, "client" | "queueUrl" | "name" | "fifo">,
  invoke: EventSourceOptions["invoke"],
  options: Partial<EventSourceOptions> = {},
) {
  const settled: SettledBatch[] = [];
  const lines: string[] = [];
  const source = eventSource({
    client,
    queueUrl,
    called: `the queue ${name} at the test's SQS`,
    queueArn: `arn:aws:sqs:eu-west-1:000000000000:${name}`,
    region: "eu-west-1",
    fifo,
    batch: { maxMessages: 10, windowSeconds: 0 },
    invoke,
    onSettled: (batch) => settled.push(batch),
    onLog: (line) => lines.push(line),
    ...options,
  });
  sources.push(source);
  return { ...source, settled, lines };
}

const bodiesOf = ({ Records }: SQSEvent) => Records.map(({ body }) => body);
const until = (read: () => unknown) => expect.poll(read, { timeout: 20_000, interval: 10 });

describe("an event source", () => {
  it("hands over what the queue has, in the form of Lambda's event, and deletes it", async () => {
    const queue = await aQueue();
    const { MessageId, MD5OfMessageBody, MD5OfMessageAttributes } = await queue.client.send(
      new SendMessageCommand({
        QueueUrl: queue.queueUrl,
        MessageBody: "hello",
        MessageAttributes: {
          plain: { DataType: "String.label", StringValue: "v" },
          count: { DataType: "Number", StringValue: "1" },
          raw: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
        },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1-a" } },
      }),
    );
    const events: SQSEvent[] = [];
    const source = aSource(queue, async (event) => {
      events.push(event);
      return OK;
    });
    await until(() => source.settled).toEqual([{ received: 1, deleted: 1, failed: 0, invocation: OK }]);
    const lists = { stringListValues: [], binaryListValues: [] };
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: MessageId,
            receiptHandle: expect.any(String),
            body: "hello",
            attributes: {
              ApproximateReceiveCount: "1",
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: "000000000000",
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
              AWSTraceHeader: "Root=1-a",
            },
            messageAttributes: {
              plain: { stringValue: "v", dataType: "String.label", ...lists },
              count: { stringValue: "1", dataType: "Number", ...lists },
              raw: { binaryValue: "AP8=", dataType: "Binary", ...lists },
            },
            md5OfBody: MD5OfMessageBody,
            md5OfMessageAttributes: MD5OfMessageAttributes,
            eventSource: "aws:sqs",
            eventSourceARN: "arn:aws:sqs:eu-west-1:000000000000:q",
            awsRegion: "eu-west-1",
          },
        ],
      },
    ]);
    expect(queue.left()).toEqual({ visible: 0, inFlight: 0 });
  });

  it("gathers several receives into one batch while its window is open", async () => {
    const queue = await aQueue();
    const bodies = Array.from({ length: 25 }, (_, at) => `m${at}`);
    for (let at = 0; at < 25; at += 10) await queue.send(...bodies.slice(at, at + 10));
    const source = aSource(queue, async () => OK, { batch: { maxMessages: 25, windowSeconds: 60 }, maxConcurrency: 1 });
    await until(() => source.settled).toEqual([{ received: 25, deleted: 25, failed: 0, invocation: OK }]);
  });

  it("leaves failed messages to the visibility timeout and deletes the others", async () => {
    const queue = await aQueue({ visibilitySeconds: 1 });
    await queue.send("good", "bad");
    const counts: string[] = [];
    const source = aSource(queue, async ({ Records }) => {
      const bad = Records.find(({ body }) => body === "bad");
      counts.push(`${bad?.attributes.ApproximateReceiveCount}`);
      return counts.length < 3 ? failing(bad?.messageId) : OK;
    });
    await until(queue.left).toEqual({ visible: 0, inFlight: 0 });
    await source.stop();
    expect(source.settled.map(({ received, deleted, failed }) => [received, deleted, failed])).toEqual([
      [2, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ]);
    expect(counts).toEqual(["1", "2", "3"]);
  });

  it("leaves the whole batch where the function fails, throws, or replies nonsense", async () => {
    const queue = await aQueue({ visibilitySeconds: 1 });
    await queue.send("a", "b");
    const replies = [functionError("Error", "no"), failing("unknown"), new Error("broken")];
    const source = aSource(
      queue,
      async () => {
        const reply = replies.shift() ?? OK;
        if (reply instanceof Error) throw reply;
        return reply;
      },
      { maxConcurrency: 1 },
    );
    await until(queue.left).toEqual({ visible: 0, inFlight: 0 });
    await source.stop();
    expect(source.settled).toEqual([
      { received: 2, deleted: 0, failed: 2, invocation: functionError("Error", "no") },
      { received: 2, deleted: 0, failed: 2, invocation: failing("unknown") },
      { received: 2, deleted: 0, failed: 2, invocation: functionError("InvokeFailed", "broken") },
      { received: 2, deleted: 2, failed: 0, invocation: OK },
    ]);
  });

  it("calls the function as often at a time as it may, and not more", async () => {
    const queue = await aQueue();
    await queue.send(..."abcdefgh");
    let running = 0;
    let most = 0;
    const gate = Promise.withResolvers<void>();
    const source = aSource(
      queue,
      async () => {
        running += 1;
        most = Math.max(most, running);
        if (running === 3) gate.resolve();
        await gate.promise;
        running -= 1;
        return OK;
      },
      { batch: { maxMessages: 1, windowSeconds: 0 }, maxConcurrency: 3 },
    );
    await until(() => source.settled.length).toBe(8);
    expect(most).toBe(3);
  });

  it("begins with five calls at a time, whatever it may come to", async () => {
    const queue = await aQueue();
    await queue.send(..."abcdefgh");
    let running = 0;
    const gate = Promise.withResolvers<void>();
    const source = aSource(
      queue,
      async () => {
        running += 1;
        await gate.promise;
        return OK;
      },
      { batch: { maxMessages: 1, windowSeconds: 0 }, maxConcurrency: 8 },
    );
    await until(() => running).toBe(5);
    // None is done, so none is added: the others wait where they are.
    expect(queue.left()).toEqual({ visible: 3, inFlight: 5 });
    gate.resolve();
    await until(() => source.settled.length).toBe(8);
  });

  it("keeps the order of each FIFO group over failures, and never has two batches of one group at a time", async () => {
    const queue = await aQueue({ fifo: true, visibilitySeconds: 1 });
    for (let at = 0; at < 20; at += 10)
      await queue.send(...Array.from({ length: 10 }, (_, index) => `${"abc"[(at + index) % 3]}${at + index}`));
    const held = new Set<string>();
    const done: string[] = [];
    let calls = 0;
    let overlaps = 0;
    aSource(queue, async ({ Records }) => {
      calls += 1;
      const groups = new Set(Records.map(({ attributes }) => attributes.MessageGroupId ?? ""));
      if ([...groups].some((group) => held.has(group))) overlaps += 1;
      for (const group of groups) held.add(group);
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const group of groups) held.delete(group);
      if (calls % 3 === 0) return functionError("Error", "now and then");
      const failed = calls === 1 ? Records.filter(({ attributes }) => attributes.MessageGroupId === "a").slice(1) : [];
      for (const record of Records) if (!failed.includes(record)) done.push(record.body);
      return failing(...failed.map(({ messageId }) => messageId));
    });
    await until(queue.left).toEqual({ visible: 0, inFlight: 0 });
    const inOrder = (group: string) => done.filter((body) => body.startsWith(group)).map((body) => +body.slice(1));
    for (const [at, group] of ["a", "b", "c"].entries())
      expect(inOrder(group)).toEqual(Array.from({ length: 20 }, (_, index) => index).filter((n) => n % 3 === at));
    expect(overlaps).toBe(0);
  });

  it("waits with a FIFO group that comes back while a slow call still holds it", async () => {
    const queue = await aQueue({ fifo: true, visibilitySeconds: 1 });
    await queue.send("a1");
    const gate = Promise.withResolvers<void>();
    let running = 0;
    let overlaps = 0;
    const source = aSource(queue, async () => {
      running += 1;
      if (running > 1) overlaps += 1;
      await gate.promise;
      running -= 1;
      return OK;
    });
    const entries = () => [...queue.server.engine.queues.get(queue.name).entries.values()];
    await until(() => entries().map(({ receiveCount }) => receiveCount)).toEqual([2]);
    gate.resolve();
    await until(queue.left).toEqual({ visible: 0, inFlight: 0 });
    await source.stop();
    expect(overlaps).toBe(0);
  });

  it("hands over nothing behind a failed message of its group where 6 MB cut a receive in two", async () => {
    const queue = await aQueue({ fifo: true });
    for (let at = 0; at < 10; at += 1) await queue.send(`${at === 9 ? "b" : "a"}${at}${"x".repeat(1_000_000)}`);
    const batches: string[][] = [];
    aSource(queue, async (event) => {
      batches.push(bodiesOf(event).map((body) => body.slice(0, 2)));
      return failing(...event.Records.map(({ messageId }) => messageId));
    });
    await until(() => batches).toEqual([["a0", "a1", "a2", "a3", "a4", "a5"], ["b9"]]);
  });

  it("survives a server that goes away and comes back, and says so once", async () => {
    const queue = await aQueue();
    const bodies: string[] = [];
    const source = aSource(queue, async (event) => {
      bodies.push(...bodiesOf(event));
      return OK;
    });
    await queue.send("before");
    await until(() => bodies).toEqual(["before"]);
    await queue.server.close();
    await until(() => source.lines).toEqual([
      "the queue q at the test's SQS can't be reached (ECONNREFUSED): trying again",
    ]);
    servers.push(await sqsServer({ region: "eu-west-1", port: queue.server.port }));
    await queue.client.send(new CreateQueueCommand({ QueueName: queue.name }));
    await queue.send("after");
    await until(() => bodies).toEqual(["before", "after"]);
    expect(source.lines.slice(1)).toEqual(["the queue q at the test's SQS answers again"]);
  });

  it.each([
    ["no messages at all", [{ MessageId: 5, Body: null }, null, "x"]],
    ["a message without a receipt", [{ MessageId: "m", Body: "b" }]],
    ["a body that is another one", [{ MessageId: "m", ReceiptHandle: "r", Body: "b", MD5OfBody: "0" }]],
    ["no list", "x"],
  ])("says in a line whose answer can't be read, and hands nothing over: %s", async (_, Messages) => {
    const stub = await anSqsServer(() => ({ body: { Messages } }));
    const client = new SQSClient({ endpoint: stub.endpoint, region: "eu-west-1", credentials });
    clients.push(client);
    const url = "https://sqs.eu-west-1.amazonaws.com/111122223333/q";
    let calls = 0;
    const source = aSource({ client, queueUrl: url, name: "q", fifo: false }, async () => {
      calls++;
      return OK;
    });
    await until(() => source.lines).toEqual([
      "the queue q at the test's SQS gives an answer that can't be read: trying again",
    ]);
    await source.stop();
    await stub.close();
    expect([calls, source.lines.length]).toEqual([0, 1]);
  });

  it("waits for running calls and their deletes when it is stopped", async () => {
    const queue = await aQueue();
    await queue.send("a");
    const called = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const source = aSource(queue, async () => {
      called.resolve();
      await gate.promise;
      return OK;
    });
    await called.promise;
    const stopped = source.stop();
    gate.resolve();
    await stopped;
    await queue.send("b");
    expect(source.settled).toEqual([{ received: 1, deleted: 1, failed: 0, invocation: OK }]);
    // A poll that was cut off may still have taken the message on the server's side; it is there in any case.
    const { visible, inFlight } = queue.left();
    expect(visible + inFlight).toBe(1);
  });

  it("gives back at once what it had only gathered when it is stopped", async () => {
    const queue = await aQueue();
    const received = countReceived(queue.client);
    await queue.send("a", "b");
    const source = aSource(queue, async () => OK, { batch: { maxMessages: 100, windowSeconds: 300 } });
    await until(received).toBe(2);
    await source.stop();
    expect(queue.left()).toEqual({ visible: 2, inFlight: 0 });
    expect(source.settled).toEqual([]);
  });
});
