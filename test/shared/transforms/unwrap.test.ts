import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { unwrap } from "../../../shared/transforms/unwrap.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

const notification = {
  Type: "Notification",
  MessageId: "dc1e94d9-56c5-5e96-808d-cc7f68faa162",
  TopicArn: "arn:aws:sns:eu-west-1:111122223333:shop",
  Subject: "paid",
  Message: '{ "id" : 1.0 }',
  Timestamp: "2026-01-02T03:04:05.678Z",
  MessageAttributes: { n: { Type: "Number", Value: "7" }, list: { Type: "String.Array", Value: "[1]" } },
};
const event = {
  version: "0",
  id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
  "detail-type": "OrderPaid",
  source: "shop.orders",
  account: "111122223333",
  time: "2026-01-02T03:04:05Z",
  region: "eu-west-1",
  resources: ["a"],
  detail: { id: 1 },
};
const change = {
  eventID: "e-1",
  eventName: "MODIFY",
  dynamodb: {
    Keys: { id: { S: "o-1" } },
    NewImage: { id: { S: "o-1" }, n: { N: "12345678901234567890123456789012345678" } },
    OldImage: { id: { S: "o-1" } },
  },
};
const record = (key: string) => ({
  eventName: "ObjectCreated:Put",
  eventTime: "2026-01-02T03:04:05.678Z",
  s3: { bucket: { name: "b" }, object: { key, size: 7, eTag: "e", sequencer: "00" } },
});
const wrapped: Readonly<Record<string, unknown>> = {
  sns: notification,
  eventBridge: event,
  dynamodb: change,
  s3: { Records: [record("a"), record("b")] },
};

transformSuite("unwrap", {
  body: (example: string | { readonly from: string }) => wrapped[typeof example === "string" ? example : example.from],
  refused: [undefined, {}, "sqs", { from: "sqs" }, { from: "sns", keep: {} }, { from: "sns", keep: ["a"] }],
  changes: ["attributes"],
});

const unwrapped = (options: unknown, body: unknown) => unwrap.create(options, someTools)(jsonMessage(body));

describe("unwrap", () => {
  it("takes the text out of an SNS notification byte for byte, with its attributes", () => {
    const attributes = new Map([["other", text("1")]]);
    const [inner] = unwrap.create(
      { from: "sns", keep: { Subject: "subject", Missing: "m" } },
      someTools,
    )(jsonMessage(notification, { attributes }));
    expect(bodies(inner ? [inner] : [])).toEqual(['{ "id" : 1.0 }']);
    expect([...(inner?.attributes ?? [])]).toEqual([
      ["other", text("1")],
      ["subject", text("paid")],
      ["n", { type: "Number", value: "7" }],
      ["list", { type: "String.Array", value: "[1]" }],
    ]);
  });

  it("takes the detail out of an event, numbers as written", () => {
    const message = textMessage(JSON.stringify(event).replace('"id":1}', '"id":1.0}'));
    const inner = unwrap.create({ from: "eventBridge", keep: { resources: "r", source: "s" } }, someTools)(message);
    expect(bodies(inner)).toEqual(['{"id":1.0}']);
    expect(inner[0]?.attributes).toEqual(
      new Map([
        ["r", text('["a"]')],
        ["s", text("shop.orders")],
      ]),
    );
  });

  it("makes plain JSON of a record of a stream", () => {
    expect(bodies(unwrapped("dynamodb", change))).toEqual([
      '{"event":"MODIFY","keys":{"id":"o-1"},"new":{"id":"o-1","n":12345678901234567890123456789012345678},"old":{"id":"o-1"}}',
    ]);
    const removed = { eventName: "REMOVE", dynamodb: { Keys: { id: { N: "1" } } } };
    expect(bodies(unwrapped("dynamodb", removed))).toEqual(['{"event":"REMOVE","keys":{"id":1}}']);
  });

  it("reads every type of DynamoDB", () => {
    const typed = {
      s: { S: "x" },
      n: { N: "-1.50" },
      b: { B: "AAE=" },
      yes: { BOOL: true },
      none: { NULL: true },
      m: { M: { __proto__x: { S: "y" } } },
      l: { L: [{ S: "z" }, { L: [] }] },
      ss: { SS: ["a"] },
      ns: { NS: ["1e3"] },
      bs: { BS: ["AA=="] },
    };
    const [body] = bodies(unwrapped("dynamodb", { eventName: "INSERT", dynamodb: { Keys: typed } }));
    expect(body).toBe(
      '{"event":"INSERT","keys":{"s":"x","n":-1.50,"b":"AAE=","yes":true,"none":null,"m":{"__proto__x":"y"},' +
        '"l":["z",[]],"ss":["a"],"ns":[1e3],"bs":["AA=="]}}',
    );
  });

  it("makes a message of each record of S3, its key decoded", () => {
    expect(bodies(unwrapped("s3", { Records: [record("a+b%2Bc/%C3%A4"), record("d")] }))).toEqual(
      ["a b+c/ä", "d"].map(
        (key) =>
          `{"event":"ObjectCreated:Put","time":"2026-01-02T03:04:05.678Z","bucket":"b","key":"${key}","size":7,"eTag":"e","sequencer":"00"}`,
      ),
    );
  });

  it("drops the event by which S3 tests a notification", () => {
    expect(unwrapped("s3", { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "b" })).toEqual([]);
  });

  it.each([
    ["sns", { ...notification, Type: "SubscriptionConfirmation" }, "Type: Notification"],
    ["sns", { ...notification, Message: { a: 1 } }, "text in Message"],
    ["sns", { ...notification, MessageAttributes: { a: { Type: "Other", Value: "x" } } }, "a Type of String"],
    ["sns", { ...notification, MessageAttributes: [] }, "an object in MessageAttributes"],
    ["eventBridge", { source: "x", detail: {} }, "text in detail-type"],
    ["eventBridge", { source: "x", "detail-type": "y" }, "a detail"],
    ["dynamodb", event, "dynamodb.Keys"],
    ["dynamodb", { dynamodb: { Keys: { id: { S: "x" } } } }, "text in eventName"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: { id: "plain" } } }, "an attribute with one type"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: { id: { S: "a", N: "1" } } } }, "an attribute with one type"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: { id: { constructor: 1 } } } }, "a type that DynamoDB has"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: { id: { N: "0x1" } } } }, "a number in an attribute"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: { id: { BOOL: "true" } } } }, "true or false in an attribute"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: { id: { SS: "a" } } } }, "a list in an attribute"],
    ["dynamodb", { eventName: "x", dynamodb: { Keys: [] } }, "an item of typed attributes"],
    ["s3", event, "Records"],
    ["s3", { Records: [{ eventName: "x", eventTime: "y" }] }, "text in name"],
    ["s3", { Records: [record("%")] }, "an encoded key"],
  ])("refuses for %s what is no such envelope: %j", (from, body, wanted) => {
    expect(() => unwrapped(from, body)).toThrow(
      expect.objectContaining({ code: "SHAPE", message: expect.stringContaining(`${wanted}`) }),
    );
  });

  it("refuses a body that is no object", () => {
    expect(() => unwrapped("sns", [notification])).toThrow("an object was expected as the body, wrapped by sns");
  });

  it("refuses half a character, which a body can't hold as text, and keeps it where it stays JSON", () => {
    const half = { ...notification, Message: "\ud800x" };
    expect(() => unwrapped("sns", half)).toThrow(expect.objectContaining({ code: "NOT_TEXT" }));
    expect(bodies(unwrapped("eventBridge", { ...event, detail: { s: "\ud800" } }))).toEqual(['{"s":"\\ud800"}']);
  });
});
