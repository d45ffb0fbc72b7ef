import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { aQueueUrl, aServer, errorOf } from "../a-server.ts";

async function twoReceived() {
  const { client, server } = await aServer();
  const QueueUrl = await aQueueUrl(client);
  for (const MessageBody of ["a", "b"]) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return {
    client,
    QueueUrl,
    counts: () => server.engine.counts("orders"),
    handles: Messages.map((m) => m.ReceiptHandle),
  };
}

const nonsense = { SenderFault: true, Code: "ReceiptHandleIsInvalid", Message: expect.any(String) };

describe("DeleteMessage", () => {
  it("deletes one by one and in batches, and fails a bad entry alone", async () => {
    const { client, QueueUrl, counts, handles } = await twoReceived();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handles[0] }));
    const Entries = [handles[0], "nonsense", handles[1]].map((ReceiptHandle, n) => ({ Id: `${n}`, ReceiptHandle }));
    const { Successful, Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect([Successful, Failed]).toEqual([[{ Id: "0" }, { Id: "2" }], [{ Id: "1", ...nonsense }]]);
    expect(counts()).toMatchObject({ accepted: 2, deleted: 2, inFlight: 0 });
  });

  it("refuses nonsense, and no handle at all", async () => {
    const { client, QueueUrl } = await twoReceived();
    const errors = ["nonsense", ""].map((ReceiptHandle) =>
      errorOf(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
    );
    expect((await Promise.all(errors)).map(([name]) => name)).toEqual(["ReceiptHandleIsInvalid", "MissingParameter"]);
  });
});

describe("ChangeMessageVisibility", () => {
  it("shows one by one and in batches, and fails a bad entry alone", async () => {
    const { client, QueueUrl, counts, handles } = await twoReceived();
    const ReceiptHandle = handles[0];
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(counts()).toMatchObject({ visible: 1, inFlight: 1 });
    const Entries = [handles[0], "nonsense", handles[1]].map((handle, n) => ({
      Id: `${n}`,
      ReceiptHandle: handle,
      VisibilityTimeout: 0,
    }));
    const { Successful, Failed } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    expect(Successful).toEqual([{ Id: "2" }]);
    expect(Failed).toEqual([
      { Id: "0", SenderFault: true, Code: "MessageNotInflight", Message: expect.any(String) },
      { Id: "1", ...nonsense },
    ]);
    expect(counts()).toMatchObject({ visible: 2, inFlight: 0 });
    const again = client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await errorOf(again)).toEqual(["MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"]);
  });
});
