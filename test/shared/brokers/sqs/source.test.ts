import type { SQSEvent, SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { sqsSource } from "../../../../shared/brokers/sqs/source.ts";
import { DecodeError, SinkError } from "../../../../shared/core/errors.ts";
import type { Outcome } from "../../../../shared/core/ports.ts";

/** A record as Lambda gives it, of a FIFO queue where it has a group. */
const record = (messageId: string, changes: Partial<SQSRecord> & { readonly group?: string } = {}): SQSRecord => ({
  messageId,
  receiptHandle: "r",
  body: "hello",
  attributes: {
    ApproximateReceiveCount: "2",
    SentTimestamp: "1700000000000",
    SenderId: "AIDAI",
    ApproximateFirstReceiveTimestamp: "1700000000001",
    ...(changes.group === undefined
      ? {}
      : { MessageGroupId: changes.group, MessageDeduplicationId: "d", SequenceNumber: "1" }),
  },
  messageAttributes: {},
  md5OfBody: "5d41402abc4b2a76b9719d911017c592",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-west-1:111122223333:orders",
  awsRegion: "eu-west-1",
  ...changes,
});
const event = (...Records: SQSRecord[]): SQSEvent => ({ Records });
const retry = (receipt: string): Outcome => ({ kind: "retry", receipt, error: new SinkError("BUSY", "busy", true) });

describe("sqsSource", () => {
  it("makes one delivery of each record, with its attempt and untouched raw form", () => {
    const raw = record("m-1");
    const [delivery] = sqsSource({ name: "orders", fifo: false }).receive(event(raw));
    expect(delivery).toMatchObject({ receipt: "m-1", attempt: 2, raw });
    expect(delivery?.raw).toBe(raw);
  });

  it("opens a record with attributes of every type, group and trace", () => {
    const raw = record("m-1", {
      group: "c-1",
      messageAttributes: {
        tenant: { dataType: "String", stringValue: "a", stringListValues: [], binaryListValues: [] },
        weight: { dataType: "Number.kg", stringValue: "2", stringListValues: [], binaryListValues: [] },
        picture: { dataType: "Binary", binaryValue: "AAE=", stringListValues: [], binaryListValues: [] },
      },
    });
    const traced = { ...raw, attributes: { ...raw.attributes, AWSTraceHeader: "Root=1-x" } };
    const [delivery] = sqsSource({ name: "orders", fifo: true }).receive(event(traced));
    expect(delivery?.open()).toEqual({
      id: "orders:m-1",
      body: Buffer.from("hello"),
      attributes: new Map([
        ["tenant", { type: "String", value: "a" }],
        ["weight", { type: "Number.kg", value: "2" }],
        ["picture", { type: "Binary", value: "AAE=" }],
      ]),
      orderingKey: "c-1",
      deduplicationId: "d",
      traceHeader: "Root=1-x",
      trail: [],
      sentAt: 1_700_000_000_000,
    });
  });

  it("makes lanes of the groups of a FIFO queue, and none of a standard queue's tenants", () => {
    const lanes = [true, false].map(
      (fifo) => sqsSource({ name: "orders", fifo }).receive(event(record("m-1", { group: "g" })))[0]?.lane,
    );
    expect(lanes).toEqual(["g", undefined]);
  });

  it("names in its answer exactly what must come again", () => {
    const { settle } = sqsSource({ name: "orders", fifo: true });
    const relayed: Outcome = { kind: "relayed", receipt: "m-1", messages: 1 };
    const dead: Outcome = { kind: "dead", receipt: "m-3", error: new SinkError("BAD", "bad", false) };
    expect([
      settle([relayed, retry("m-2"), dead, { kind: "dropped", receipt: "m-4" }, retry("m-5")]),
      settle([retry("m-1")]),
      settle([relayed]),
      settle([]),
    ]).toEqual([
      { batchItemFailures: [{ itemIdentifier: "m-2" }, { itemIdentifier: "m-5" }] },
      { batchItemFailures: [{ itemIdentifier: "m-1" }] },
      { batchItemFailures: [] },
      { batchItemFailures: [] },
    ]);
  });

  it.each([{}, { Records: "x" }, { Records: [{}] }, { Records: [null] }, { Records: [{ messageId: "" }] }, null])(
    "refuses %j as a whole, so that nothing of it is acknowledged",
    (odd) => {
      const { receive } = sqsSource({ name: "orders", fifo: false });
      expect(() => receive(odd as SQSEvent)).toThrow("the event is not one of SQS: expected Records with message ids");
    },
  );

  it("keeps a damaged record from failing its batch until it is opened", () => {
    const { attributes, ...rest } = record("m-1");
    for (const torn of [{ ...rest, attributes, body: 7 }, rest, { ...rest, attributes: null }]) {
      const [delivery] = sqsSource({ name: "orders", fifo: true }).receive(event(torn as unknown as SQSRecord));
      expect(delivery?.receipt).toBe("m-1");
      expect(() => delivery?.open()).toThrow(
        new DecodeError("RECORD", "record m-1 is not one of SQS: expected a body and attributes"),
      );
    }
  });
});
