import { ReceiveMessageCommand, type ReceiveMessageCommandInput, SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { md5OfAttributes, md5OfBody } from "../../../../../infra/local/sqs/md5.ts";
import { aQueueUrl, aServer, errorOf } from "../a-server.ts";

const attributes = {
  "shop.id": { DataType: "String.ref", StringValue: "s" },
  "shop.n": { DataType: "Number", StringValue: "007.10" },
  bin: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
  ["__proto__"]: { DataType: "String", StringValue: "p" },
};

/** A queue whose one message is visible again after each receive. */
async function aMessage() {
  const { client } = await aServer({ now: () => 1_700_000_000_000 });
  const QueueUrl = await aQueueUrl(client, "q.fifo", { VisibilityTimeout: "0" });
  await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: "hello",
      MessageGroupId: "g",
      MessageDeduplicationId: "d",
      MessageAttributes: attributes,
      MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: "Root=1" } },
    }),
  );
  const input = (parts: Partial<ReceiveMessageCommandInput>) => new ReceiveMessageCommand({ QueueUrl, ...parts });
  const receive = async (parts: Partial<ReceiveMessageCommandInput>) => (await client.send(input(parts))).Messages?.[0];
  return { client, input, receive };
}

describe("ReceiveMessage", () => {
  it("gives neither kind of attribute unasked", async () => {
    const { receive } = await aMessage();
    expect(await receive({})).toEqual({
      MessageId: expect.any(String),
      ReceiptHandle: expect.any(String),
      Body: "hello",
      MD5OfBody: md5OfBody("hello"),
    });
  });

  it("gives all system attributes for All, and one by its name, by either parameter", async () => {
    const { receive } = await aMessage();
    expect((await receive({ MessageSystemAttributeNames: ["All"] }))?.Attributes).toEqual({
      SenderId: "111122223333",
      SentTimestamp: "1700000000000",
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: "1700000000000",
      SequenceNumber: "00000000000000000001",
      MessageDeduplicationId: "d",
      MessageGroupId: "g",
      AWSTraceHeader: "Root=1",
    });
    const counted = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(counted?.Attributes).toEqual({ ApproximateReceiveCount: "2" });
    const names = { AttributeNames: ["SentTimestamp"] } as unknown as Partial<ReceiveMessageCommandInput>;
    expect((await receive(names))?.Attributes).toEqual({ SentTimestamp: "1700000000000" });
  });

  const names = (received: { MessageAttributes?: object | undefined } | undefined): readonly string[] =>
    Object.keys(received?.MessageAttributes ?? {}).toSorted();

  it("chooses message attributes by name, by prefix, and all of them", async () => {
    const { receive } = await aMessage();
    expect(names(await receive({ MessageAttributeNames: ["shop.*"] }))).toEqual(["shop.id", "shop.n"]);
    expect(names(await receive({ MessageAttributeNames: ["bin", "gone"] }))).toEqual(["bin"]);
    expect(names(await receive({ MessageAttributeNames: ["gone"] }))).toEqual([]);
    const all = ["__proto__", "bin", "shop.id", "shop.n"];
    for (const pattern of ["All", ".*"])
      expect(names(await receive({ MessageAttributeNames: [pattern] }))).toEqual(all);
  });

  it("gives values, types and labels as they were sent, with the digest of what it gives", async () => {
    const { receive } = await aMessage();
    const received = await receive({ MessageAttributeNames: ["shop.n", "bin"] });
    expect(received?.MessageAttributes).toEqual({ "shop.n": attributes["shop.n"], bin: attributes.bin });
    const chosen = new Map([
      ["bin", { type: "Binary", value: "AP8=" }],
      ["shop.n", { type: "Number", value: "007.10" }],
    ]);
    expect(received?.MD5OfMessageAttributes).toBe(md5OfAttributes(chosen));
  });

  const refused: readonly (readonly [string, object, string])[] = [
    ["more than ten messages", { MaxNumberOfMessages: 11 }, "InvalidParameterValue"],
    ["no message", { MaxNumberOfMessages: 0 }, "InvalidParameterValue"],
    ["a wait over 20 seconds", { WaitTimeSeconds: 21 }, "InvalidParameterValue"],
    ["a visibility timeout over 12 hours", { VisibilityTimeout: 43_201 }, "InvalidParameterValue"],
    ["an unknown system attribute", { MessageSystemAttributeNames: ["Colour"] }, "InvalidAttributeName"],
  ];
  for (const [what, parts, name] of refused)
    it(`refuses ${what}`, async () => {
      const { client, input } = await aMessage();
      expect((await errorOf(client.send(input(parts))))[0]).toBe(name);
    });
});
