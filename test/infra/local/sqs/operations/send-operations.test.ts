import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { md5OfAttributes, md5OfBody } from "../../../../../infra/local/sqs/md5.ts";
import { aQueueUrl, aServer, errorOf } from "../a-server.ts";

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

describe("SendMessage", () => {
  it("answers with the digests of body, attributes and trace header, and the place in a FIFO queue", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client, "q.fifo");
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
    const { $metadata, ...answer } = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: "hé",
        MessageGroupId: "g",
        MessageDeduplicationId: "d",
        MessageAttributes: { bin: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: trace } },
      }),
    );
    expect($metadata.requestId).toEqual(uuid);
    expect(answer).toEqual({
      MessageId: uuid,
      MD5OfMessageBody: md5OfBody("hé"),
      MD5OfMessageAttributes: md5OfAttributes(new Map([["bin", { type: "Binary", value: "AP8=" }]])),
      MD5OfMessageSystemAttributes: md5OfAttributes(new Map([["AWSTraceHeader", { type: "String", value: trace }]])),
      SequenceNumber: "00000000000000000001",
    });
  });

  it("refuses a missing body, a system attribute that isn't for senders, and a queue that isn't there", async () => {
    const { client, server } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const send = (parts: object) =>
      errorOf(client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", ...parts })));
    const system = { SenderId: { DataType: "String", StringValue: "me" } };
    const untyped = { AWSTraceHeader: { DataType: "Number", StringValue: "1" } };
    expect([
      await send({ MessageBody: "" }),
      await send({ MessageBody: "\u0000" }),
      await send({ MessageSystemAttributes: system }),
      await send({ MessageSystemAttributes: untyped }),
      await send({ DelaySeconds: 901 }),
      await send({ QueueUrl: `${server.endpoint}/111122223333/gone` }),
    ]).toEqual([
      ["MissingParameter", "MissingParameter"],
      ["InvalidMessageContents", "InvalidMessageContents"],
      ["InvalidParameterValue", "InvalidParameterValue"],
      ["InvalidParameterValue", "InvalidParameterValue"],
      ["InvalidParameterValue", "InvalidParameterValue"],
      ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    ]);
  });
});

describe("SendMessageBatch", () => {
  it("fails a bad entry alone", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const Entries = ["good", "bad\u0000", "fine"].map((MessageBody, n) => ({ Id: `e${n}`, MessageBody }));
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful).toEqual([
      { Id: "e0", MessageId: uuid, MD5OfMessageBody: md5OfBody("good") },
      { Id: "e2", MessageId: uuid, MD5OfMessageBody: md5OfBody("fine") },
    ]);
    expect(Failed).toEqual([
      {
        Id: "e1",
        SenderFault: true,
        Code: "InvalidMessageContents",
        Message: expect.stringContaining("Invalid characters"),
      },
    ]);
  });

  const entry = (Id: string, MessageBody = "x"): SendMessageBatchRequestEntry => ({ Id, MessageBody });
  const refused: readonly (readonly [string, readonly SendMessageBatchRequestEntry[], string])[] = [
    ["no entry", [], "EmptyBatchRequest"],
    ["eleven entries", Array.from({ length: 11 }, (_, n) => entry(`${n}`)), "TooManyEntriesInBatchRequest"],
    ["two of one id", [entry("a"), entry("a")], "BatchEntryIdsNotDistinct"],
    ["an id with a dot", [entry("a.b")], "InvalidBatchEntryId"],
    ["an id of 81 characters", [entry("x".repeat(81))], "InvalidBatchEntryId"],
    ["more than 1 MiB together", [entry("a", "x".repeat(1_048_576)), entry("b")], "BatchRequestTooLong"],
  ];
  for (const [what, Entries, name] of refused)
    it(`refuses ${what} as a whole`, async () => {
      const { client, server } = await aServer();
      const QueueUrl = await aQueueUrl(client);
      const sent = client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries] }));
      expect(await errorOf(sent)).toEqual([name, `AWS.SimpleQueueService.${name}`]);
      expect(server.engine.counts("orders").accepted).toBe(0);
    });

  it("takes exactly 1 MiB together, and holds each entry to the queue's own size", async () => {
    const { client } = await aServer();
    const QueueUrl = await aQueueUrl(client, "small", { MaximumMessageSize: "524288" });
    const Entries = [entry("a", "x".repeat(524_287)), entry("b", "x".repeat(524_289))];
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect([Successful?.map(({ Id }) => Id), Failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([
      ["a"],
      [["b", "InvalidParameterValue"]],
    ]);
  });
});
