import type { SQSRecord } from "aws-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { sqsDeadLetters } from "../../../../shared/brokers/sqs/dead-letters.ts";
import type { SqsEndpoint } from "../../../../shared/brokers/sqs/endpoint.ts";
import { sqsSource } from "../../../../shared/brokers/sqs/source.ts";
import { DecodeError, TrailError } from "../../../../shared/core/errors.ts";
import { type Answer, anSqsServer, batchAnswer, type Request } from "../../../support/an-sqs-server.ts";

const dead: SqsEndpoint = {
  broker: "sqs",
  name: "orders.dead",
  queue: "orders-dead.fifo",
  fifo: true,
  region: "eu-west-1",
  account: "111122223333",
};
const reason = { link: "retail/export", error: new DecodeError("HEADER", "the header is damaged"), at: 7 };
const budget = { remainingMs: () => 2_000 };

const delivery = (attributes: Readonly<Record<string, string>> = {}, body = "hello") => {
  const record = {
    messageId: "m-1",
    body,
    attributes: {
      ApproximateReceiveCount: "3",
      SentTimestamp: "1",
      MessageGroupId: "g",
      MessageDeduplicationId: "d",
      AWSTraceHeader: "Root=1-x",
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { dataType: "String", stringValue }]),
    ),
  } as unknown as SQSRecord;
  const [one] = sqsSource({ name: "orders", fifo: true }).receive({ Records: [record] });
  if (one === undefined) throw new Error("a source gives one delivery per record");
  return one;
};

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
async function buried(answer: (request: Request) => Answer = batchAnswer) {
  const server = await anSqsServer(answer);
  open.push(server);
  return { ...server, letters: sqsDeadLetters(dead, { client: server.client }) };
}
/** The attributes of the first entry that was sent, with the reason parsed. */
function sentAttributes({ entries }: Request) {
  const [{ MessageAttributes = {} } = {}] = entries as readonly {
    readonly MessageAttributes?: Record<string, { StringValue: string }>;
  }[];
  const { "hopspan-dead": words, ...others } = MessageAttributes;
  return { others: Object.keys(others), words: JSON.parse(words?.StringValue ?? "null") as Record<string, unknown> };
}

describe("sqsDeadLetters", () => {
  it("sends the raw form whole, with the reason beside it", async () => {
    const { letters, requests } = await buried();
    await letters.put(delivery({ tenant: "a" }), reason, budget);
    expect(requests[0]?.entries).toMatchObject([
      {
        MessageBody: "hello",
        MessageGroupId: "g",
        MessageDeduplicationId: "m-1",
        MessageSystemAttributes: { AWSTraceHeader: { StringValue: "Root=1-x" } },
        MessageAttributes: { tenant: { DataType: "String", StringValue: "a" } },
      },
    ]);
    expect(sentAttributes(requests[0] as Request).words).toEqual({
      link: "retail/export",
      code: "HEADER",
      class: "DecodeError",
      reason: "the header is damaged",
      at: 7,
      attempt: 3,
      receipt: "m-1",
    });
  });

  it("makes room among ten attributes without losing one, and never moves the header", async () => {
    const { letters, requests } = await buried();
    const ten = Object.fromEntries(["hopspan", "a-very-long-name", ..."abcdefgh"].map((name) => [name, "x"]));
    await letters.put(delivery(ten), reason, budget);
    const { others, words } = sentAttributes(requests[0] as Request);
    expect([others.sort(), words["attributes"]]).toEqual([
      ["hopspan", ..."abcdefgh"].sort(),
      [["a-very-long-name", "String", "x"]],
    ]);
  });

  it("writes nothing that a queue would refuse, whatever id an error quotes", async () => {
    const { letters, requests } = await buried();
    const odd = { ...reason, error: new TrailError("LOOP", "message \uffff\u0000 has passed retail/export before") };
    await letters.put(delivery(), odd, budget);
    const { MessageAttributes } = (requests[0]?.entries[0] ?? {}) as {
      readonly MessageAttributes?: Record<string, { readonly StringValue: string }>;
    };
    const words = MessageAttributes?.["hopspan-dead"]?.StringValue ?? "";
    expect(words).toMatch(/^[ -~]+$/);
    expect(JSON.parse(words)).toMatchObject({ reason: odd.error.message });
  });

  it("rejects a delivery whose raw form is none of SQS, instead of losing it", async () => {
    const { letters, requests } = await buried();
    await expect(letters.put({ ...delivery(), raw: { messageId: "m" } }, reason, budget)).rejects.toThrow(DecodeError);
    expect(requests).toEqual([]);
  });

  it("keeps the reason of an earlier death", async () => {
    const { letters, requests } = await buried();
    await letters.put(delivery({ "hopspan-dead": "before" }), reason, budget);
    expect(sentAttributes(requests[0] as Request).words["attributes"]).toEqual([["hopspan-dead", "String", "before"]]);
  });

  it("rejects where the queue does not confirm, so that the delivery is tried again", async () => {
    const { letters } = await buried(() => ({ body: {}, error: "QueueDoesNotExist" }));
    await expect(letters.put(delivery(), reason, { remainingMs: () => 200 })).rejects.toMatchObject({
      code: "QueueDoesNotExist",
    });
    const none = await buried();
    await expect(none.letters.put(delivery(), reason, { remainingMs: () => 0 })).rejects.toMatchObject({
      code: "HELD",
    });
  });

  it("shortens the reason where the message leaves little room, and rejects where it leaves none", async () => {
    const { letters, requests } = await buried((request) =>
      request.operation === "GetQueueAttributes"
        ? { body: { Attributes: { MaximumMessageSize: "1048576" } } }
        : batchAnswer(request),
    );
    const long = { ...reason, error: new DecodeError("HEADER", "x".repeat(1_000)) };
    await letters.put(delivery({}, "x".repeat(1_048_576 - 500)), long, budget);
    expect(sentAttributes(requests.at(-1) as Request).words["reason"]).toMatch(/^x{200,499}$/);
    await letters.put(delivery({}, "x".repeat(1_048_576 - 127)), long, budget);
    expect(sentAttributes(requests.at(-1) as Request).words["reason"]).toBe("");
    await expect(letters.put(delivery({}, "x".repeat(1_048_576)), reason, budget)).rejects.toMatchObject({
      code: "MESSAGE_TOO_LARGE",
    });
  });
});
