// The official client against a server with faults: it sees exactly what was asked for.

import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { type Injector, injector } from "../../../../infra/local/faults/injector.ts";
import { parseFaults } from "../../../../infra/local/faults/read-faults.ts";
import { sqsFaults } from "../../../../infra/local/faults/sqs-faults.ts";
import { aQueueUrl, aServer, errorOf } from "../sqs/a-server.ts";

/** A server with a queue, whose faults come into effect once it is there. */
async function aFaultyQueue(faults: string, queue?: string) {
  const injecting = injector();
  const { server, client } = await aServer({ faults: sqsFaults(injecting) });
  const QueueUrl = await aQueueUrl(client, queue);
  injecting.put(parseFaults(`faults: [${faults}]`, "faults.yaml"));
  return { injecting, server, client, QueueUrl };
}

const injected = (faults: Injector) => faults.counts().map((each) => each.injected);
const bodies = async (client: SQSClient, QueueUrl: string) =>
  ((await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? []).map(
    ({ Body }) => Body,
  );
const send = (client: SQSClient, QueueUrl: string, MessageBody: string) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const entries = (count: number) => Array.from({ length: count }, (_, at) => ({ Id: `e${at}`, MessageBody: `m${at}` }));

describe("an SQS server with faults", () => {
  it.each([
    ["ThrottlingException", 400],
    ["RequestThrottled", 400],
    ["KmsDisabled", 400],
    ["QueueDoesNotExist", 400],
    ["AccessDeniedException", 400],
    ["ExpiredToken", 403],
    ["InternalError", 500],
    ["ServiceUnavailable", 503],
  ])("refuses with %s and the status %i, and does nothing else", async (code, httpStatusCode) => {
    const { client, QueueUrl, injecting } = await aFaultyQueue(`{ refuse: ${code}, on: SendMessage, times: 1 }`);
    const thrown: unknown = await send(client, QueueUrl, "a").catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: code, $metadata: { httpStatusCode } });
    await send(client, QueueUrl, "b");
    expect(await bodies(client, QueueUrl)).toEqual(["b"]);
    expect(injected(injecting)).toEqual([1]);
  });

  it("says that a token has expired, and that it is down, in its own words", async () => {
    const faults = "{ expireToken: true, times: 1 }, { down: true, times: 1 }";
    const { client, QueueUrl } = await aFaultyQueue(faults);
    const [expired] = await errorOf(send(client, QueueUrl, "a"));
    const [down] = await errorOf(send(client, QueueUrl, "a"));
    expect([expired, down]).toEqual(["ExpiredToken", "ServiceUnavailable"]);
  });

  it("leaves other queues and other operations alone", async () => {
    const { client, QueueUrl } = await aFaultyQueue("{ at: orders, on: ReceiveMessage, down: true }");
    const other = await aQueueUrl(client, "flights");
    await send(client, QueueUrl, "a");
    await send(client, other, "b");
    expect(await bodies(client, other)).toEqual(["b"]);
    expect(await errorOf(bodies(client, QueueUrl))).toEqual(["ServiceUnavailable", expect.anything()]);
  });

  it.each([
    ["cut", "ECONNRESET"],
    ["error", "InternalError"],
  ])("does what it is asked and loses the answer: %s", async (by, expected) => {
    const { client, QueueUrl } = await aFaultyQueue(`{ loseAnswer: ${by}, on: SendMessage, times: 1 }`);
    const thrown: unknown = await send(client, QueueUrl, "a").catch((error: unknown) => error);
    const { name, code } = thrown as { readonly name: string; readonly code?: string };
    expect([name, code]).toContain(expected);
    expect(await bodies(client, QueueUrl)).toEqual(["a"]);
  });

  it("never answers, until the client goes or the faults are lifted", async () => {
    const { client, QueueUrl, injecting } = await aFaultyQueue("{ hang: true, on: SendMessage }");
    const patient = new SendMessageCommand({ QueueUrl, MessageBody: "a" });
    await expect(client.send(patient, { abortSignal: AbortSignal.timeout(100) })).rejects.toThrow();
    const hanging = errorOf(send(client, QueueUrl, "b"));
    while (injected(injecting)[0] !== 2) await sleep(5);
    injecting.lift();
    await hanging;
    expect(await bodies(client, QueueUrl)).toEqual([]);
  });

  it("waits before it does anything", async () => {
    const { client, QueueUrl, injecting } = await aFaultyQueue("{ delayMs: 80000000, on: SendMessage }");
    const sending = send(client, QueueUrl, "a");
    while (injected(injecting)[0] !== 1) await sleep(5);
    expect(await bodies(client, QueueUrl)).toEqual([]);
    injecting.lift();
    await sending;
    expect(await bodies(client, QueueUrl)).toEqual(["a"]);
  });

  it("fails entries of a batch, and does the others", async () => {
    const { client, QueueUrl, injecting } = await aFaultyQueue(
      "{ failEntries: InternalError, rate: 0.4, on: SendMessageBatch }, { failEntries: KmsThrottled, times: 1, on: DeleteMessageBatch }",
    );
    const command = new SendMessageBatchCommand({ QueueUrl, Entries: entries(10) });
    const { Successful = [], Failed = [] } = await client.send(command);
    expect(Failed.length).toBeGreaterThan(0);
    expect(Successful.length).toBeGreaterThan(0);
    expect([...Successful, ...Failed].map(({ Id }) => Id).toSorted()).toEqual(entries(10).map(({ Id }) => Id));
    expect(new Set(Failed.map(({ Code, SenderFault }) => `${Code} ${SenderFault}`))).toEqual(
      new Set(["InternalError false"]),
    );
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages).toHaveLength(Successful.length);
    const receipts = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: receipts }));
    expect(deleted.Failed).toMatchObject([{ Id: "0", Code: "KmsThrottled", SenderFault: true }]);
    expect(injected(injecting)).toEqual([Failed.length, 1]);
  });

  it("fails all entries of a batch, and leaves one that no queue would take to be refused", async () => {
    const { client, QueueUrl } = await aFaultyQueue("{ failEntries: InternalError }");
    const command = new SendMessageBatchCommand({ QueueUrl, Entries: entries(2) });
    expect((await client.send(command)).Failed).toHaveLength(2);
    const tooMany = new SendMessageBatchCommand({ QueueUrl, Entries: entries(11) });
    expect((await errorOf(client.send(tooMany)))[0]).toBe("TooManyEntriesInBatchRequest");
  });

  it("gives a message of a standard queue again that was deleted", async () => {
    const { client, QueueUrl, server } = await aFaultyQueue("{ duplicate: true, times: 1 }");
    await send(client, QueueUrl, "a");
    for (const expected of [["a"], ["a"], []]) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
      expect(Messages.map(({ Body }) => Body)).toEqual(expected);
      for (const { ReceiptHandle } of Messages)
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    expect(server.engine.counts("orders")).toMatchObject({ accepted: 1, deleted: 1 });
  });

  it("lets a message of a standard queue be overtaken, and nothing on a FIFO queue", async () => {
    const { client, QueueUrl } = await aFaultyQueue("{ reorder: true }");
    await send(client, QueueUrl, "late");
    const asked = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessagesDelayed"],
    });
    expect((await client.send(asked)).Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: "1" });
    const fifo = await aQueueUrl(client, "orders.fifo", { ContentBasedDeduplication: "true" });
    await client.send(new SendMessageCommand({ QueueUrl: fifo, MessageBody: "a", MessageGroupId: "g" }));
    expect(await bodies(client, fifo)).toEqual(["a"]);
  });

  it("has the same faults for the same seed and the same requests", async () => {
    const run = async () => {
      const { client, QueueUrl } = await aFaultyQueue("{ refuse: OverLimit, rate: 0.5, on: SendMessage }");
      const told: boolean[] = [];
      for (let at = 0; at < 20; at++)
        told.push(
          await send(client, QueueUrl, "a").then(
            () => true,
            () => false,
          ),
        );
      return told;
    };
    const first = await run();
    expect(new Set(first).size).toBe(2);
    expect(await run()).toEqual(first);
  });
});
