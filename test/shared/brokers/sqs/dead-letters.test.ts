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
  return {
    others: Object.keys(others),
    words: JSON.parse(words?.StringValue ?? "null") as Record<string, unknown> | null,
  };
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
    expect([others.sort(), words?.["attributes"]]).toEqual([
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
    expect(sentAttributes(requests[0] as Request).words?.["attributes"]).toEqual([
      ["hopspan-dead", "String", "before"],
    ]);
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

  const withLimit = (bytes: number) => (request: Request) =>
    request.operation === "GetQueueAttributes"
      ? { body: { Attributes: { MaximumMessageSize: String(bytes) } } }
      : batchAnswer(request);

  it("takes what is as large as a queue can deliver, with as much of the reason as there is room for", async () => {
    const { letters, requests } = await buried(withLimit(1_048_576));
    const long = { ...reason, error: new DecodeError("HEADER", "x".repeat(1_000)) };
    const reasons = [];
    for (const room of [500, 127, 60, 1, 0]) {
      await letters.put(delivery({}, "x".repeat(1_048_576 - room)), long, budget);
      reasons.push(sentAttributes(requests.at(-1) as Request).words?.["reason"]);
    }
    expect(reasons).toEqual([expect.stringMatching(/^x{370,400}…$/), "", undefined, undefined, undefined]);
    const [last] = (requests.at(-1) as Request).entries as readonly { readonly MessageAttributes?: unknown }[];
    expect(last?.MessageAttributes).toBe(undefined);
  });

  it("says less where the queue is set to less than SQS holds, and rejects only what it can't hold at all", async () => {
    const { letters, requests } = await buried(withLimit(300_000));
    const sent = () => requests.filter(({ operation }) => operation === "SendMessageBatch");
    for (const room of [500, 100, 0]) await letters.put(delivery({}, "x".repeat(300_000 - room)), reason, budget);
    expect(sent().map((request) => Object.keys(sentAttributes(request).words ?? {}).length)).toEqual([7, 2, 0]);
    await expect(letters.put(delivery({}, "x".repeat(300_001)), reason, budget)).rejects.toMatchObject({
      code: "MESSAGE_TOO_LARGE",
    });
    expect(sent()).toHaveLength(3);
  });

  it("says less, and in the end nothing, where the queue holds against the message what it has no name for", async () => {
    const { letters, requests } = await buried((request) => {
      const [{ MessageAttributes } = {}] = request.entries as readonly { readonly MessageAttributes?: object }[];
      return batchAnswer(request, () => (MessageAttributes === undefined ? undefined : "InvalidAttributeValue"));
    });
    await letters.put(delivery(), reason, budget);
    expect(requests).toHaveLength(3);
  });

  it("packs the burials of one moment, but for those of one group of a FIFO queue", async () => {
    const record = (at: number, group: string) => {
      const { raw, ...one } = delivery();
      const of = raw as SQSRecord;
      const attributes = { ...of.attributes, MessageGroupId: group };
      return { ...one, receipt: `m-${at}`, raw: { ...of, messageId: `m-${at}`, attributes } };
    };
    const sizes = async (groups: readonly string[]) => {
      const { letters, requests } = await buried();
      await Promise.all(groups.map((group, at) => letters.put(record(at, group), reason, budget)));
      return requests.map(({ entries }) => entries.length);
    };
    expect(await sizes(Array.from({ length: 25 }, (_, at) => `g-${at}`))).toEqual([10, 10, 5]);
    expect(await sizes(["a", "a", "a", "b", "c"])).toEqual([3, 1, 1]);
  });
});
