import type { SQSEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../../../shared/brokers/claims.ts";
import { folderStore } from "../../../../shared/brokers/folder-store.ts";
import { type ClaimedQueue, layDown, redeem } from "../../../../shared/brokers/sqs/claims.ts";
import { sqsSource } from "../../../../shared/brokers/sqs/source.ts";
import type { SqsWire } from "../../../../shared/brokers/sqs/wire.ts";
import type { Attribute, Message } from "../../../../shared/core/message.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";
import { temporaryFolder } from "../../../support/run-command.ts";
import { overSqs } from "../../../support/wire-limits.ts";

const NOW = Date.UTC(2026, 10, 25);
const queue: ClaimedQueue = {
  name: "orders",
  fifo: false,
  claimCheck: { bucket: "claims", region: "eu-west-1", prefix: "in/", keepSeconds: 86_400 },
};
const CLASS = "software.amazon.payloadoffloading.PayloadS3Pointer";

/** What Lambda calls a function with for one message of this form. */
function eventOf({ body, attributes, groupId, traceHeader }: SqsWire): SQSEvent {
  const messageAttributes = Object.fromEntries(
    [...attributes].map(([name, { type, value }]) => [
      name,
      type.startsWith("Binary") ? { dataType: type, binaryValue: value } : { dataType: type, stringValue: value },
    ]),
  );
  const system = {
    ApproximateReceiveCount: "1",
    SentTimestamp: "1700000000000",
    SenderId: "A",
    ApproximateFirstReceiveTimestamp: "0",
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(traceHeader === undefined ? {} : { AWSTraceHeader: traceHeader }),
  };
  const arn = "arn:aws:sqs:eu-west-1:111122223333:orders";
  const record = {
    messageId: "m-1",
    receiptHandle: "h",
    body,
    attributes: system,
    messageAttributes,
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: "eu-west-1",
  };
  return { Records: [record] } as SQSEvent;
}

function aStore() {
  const store = folderStore(temporaryFolder(), "claims");
  const laid = (key: string, text: string | Uint8Array) =>
    store.put({ key, bytes: Buffer.from(text), sha256: sha256(text) }, aBudget());
  const take = async (wire: SqsWire, endpoint = queue) => {
    const [delivery] = await redeem(sqsSource(queue).receive(eventOf(wire)), endpoint, { store, budget: aBudget() });
    if (delivery === undefined) throw new Error("one record is one delivery");
    return delivery;
  };
  const lay = (message: Message, endpoint = queue) =>
    layDown(message, endpoint, { store, budget: aBudget(), keep: [], now: NOW });
  return { store, laid, take, lay };
}

/** As the extended clients of Java, Python and JavaScript write it; the last as the first version of Java's did. */
const samples: readonly (readonly [string, string, string])[] = [
  ["Java", `["${CLASS}",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]`, "ExtendedPayloadSize"],
  [
    "Java, with its older attribute",
    `["${CLASS}",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]`,
    "SQSLargePayloadSize",
  ],
  ["Python, with spaces", `["${CLASS}", {"s3BucketName": "claims", "s3Key": "in/uuid-1"}]`, "ExtendedPayloadSize"],
  [
    "a repackaged Java",
    `["awsv2.repackaged.${CLASS}",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]`,
    "ExtendedPayloadSize",
  ],
  [
    "Java 1",
    '["com.amazon.sqs.javamessaging.MessageS3Pointer",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]',
    "SQSLargePayloadSize",
  ],
];
const marked = (body: string, value = "6", name = "ExtendedPayloadSize") => ({
  body,
  attributes: new Map([
    [name, { type: "Number", value }],
    ["kind", { type: "String", value: "paid" }],
  ]),
});

describe("the claim check of a queue", () => {
  it("writes exactly what the extended clients read: pointer, size, and everything else where it always is", async () => {
    const { lay, store } = aStore();
    const message = aMessage({
      body: Buffer.from("größer"),
      attributes: new Map([["kind", { type: "String", value: "paid" }]]),
      trail: ["shop/export"],
    });
    const { body, attributes } = await lay(message);
    const [name, { s3BucketName, s3Key }] = JSON.parse(body);
    expect([name, s3BucketName, s3Key]).toEqual([
      CLASS,
      "claims",
      expect.stringMatching(/^in\/orders\/2026-11-25\/[0-9a-f]{64}$/),
    ]);
    expect(body).toBe(`["${CLASS}",{"s3BucketName":"claims","s3Key":"${s3Key}"}]`);
    expect(Object.fromEntries(attributes)).toEqual({
      kind: { type: "String", value: "paid" },
      ExtendedPayloadSize: { type: "Number", value: "8" },
      hopspan: {
        type: "String",
        value: `{"v":1,"i":"origin/m1","t":["shop/export"],"s":1700000000000,"c":["${sha256("größer")}",8,${NOW + 86_400_000}]}`,
      },
    });
    expect(String(await store.get(s3Key, 8, aBudget()))).toBe("größer");
  });

  it.each([
    ["text", Buffer.from("größer")],
    ["bytes that no queue takes", Buffer.from([0, 255, 10, 254])],
    ["nothing", new Uint8Array()],
  ])("gives back the same message: a body of %s", async (_, body) => {
    const { lay, take } = aStore();
    const attributes = new Map<string, Attribute>(
      Array.from({ length: 12 }, (__, at) => [`name-${at}`, { type: "String", value: `value ${at}` }] as const),
    ).set("ExtendedPayloadSize", { type: "String", value: "a user's own" });
    const message = aMessage({
      body,
      attributes,
      orderingKey: "k",
      tenant: "t",
      deduplicationId: "d",
      traceHeader: "Root=1",
    });
    const wire = await lay(message);
    expect(overSqs(wire)).toEqual([]);
    const delivery = await take(wire);
    const opened = delivery.open();
    expect({ ...opened, body: Buffer.from(opened.body) }).toEqual({
      ...message,
      body: Buffer.from(body),
    });
    expect(delivery.raw).toMatchObject({ body: wire.body });
    const [unredeemed] = sqsSource(queue).receive(eventOf(wire));
    expect(String(unredeemed?.open().body)).toBe(wire.body);
  });

  it.each(samples)("reads what others wrote: %s", async (_, body, name) => {
    const { laid, take } = aStore();
    await laid("in/uuid-1", "gro\0er");
    const delivery = await take(marked(body, "6", name));
    const message = delivery.open();
    expect([message.id, String(message.body), [...message.attributes.keys()]]).toEqual([
      "orders:m-1",
      "gro\0er",
      ["kind"],
    ]);
    expect(delivery.raw).toMatchObject({ body });
  });

  it("follows no pointer to anywhere but its own bucket and prefix: such a body is a body like any other", async () => {
    const { laid, take } = aStore();
    for (const key of ["in/uuid-1", "out/uuid-1"]) await laid(key, "secret");
    const pointer = (bucket: string, key: unknown) => JSON.stringify([CLASS, { s3BucketName: bucket, s3Key: key }]);
    const strange = [
      ...[pointer("others", "in/uuid-1"), pointer("claims", "out/uuid-1"), pointer("claims", "in/../out/uuid-1")],
      ...[
        pointer("claims", 7),
        pointer("claims", "in/"),
        `["x.Pointer",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]`,
      ],
      ...[`["${CLASS}"]`, `["${CLASS}",null]`, `["${CLASS}",{}`, "[]", `{"s3Key":"in/uuid-1"}`, " "],
      ...[
        `["${CLASS}",{"s3BucketName":"claims","s3Key":"in/uuid-1"},1]`,
        `${pointer("claims", "in/uuid-1")}${" ".repeat(10_000)}`,
      ],
    ];
    for (const body of strange) {
      const opened = (await take(marked(body))).open();
      expect([String(opened.body), [...opened.attributes.keys()]]).toEqual([body, ["ExtendedPayloadSize", "kind"]]);
    }
    const own = pointer("claims", "in/uuid-1");
    for (const size of ["", "six", "-1", "6.5"]) expect(String((await take(marked(own, size))).open().body)).toBe(own);
    expect(String((await take({ body: own, attributes: new Map() })).open().body)).toBe(own);
  });

  it("lays to rest what is gone, what is not what was sent, and what no function has room for", async () => {
    const { laid, take, lay, store } = aStore();
    const own = `["${CLASS}",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]`;
    const opening = async (wire: SqsWire) => {
      const delivery = await take(wire);
      return expect(() => delivery.open());
    };
    (await opening(marked(own))).toThrow(expect.objectContaining({ code: "CLAIM_GONE", retryable: false }));
    await laid("in/uuid-1", "secret");
    (await opening(marked(own, "7"))).toThrow(expect.objectContaining({ code: "CLAIM_DAMAGED", retryable: false }));
    (await opening(marked(own, "5"))).toThrow(expect.objectContaining({ code: "CLAIM_DAMAGED", retryable: false }));
    (await opening(marked(own, "33554433"))).toThrow(
      expect.objectContaining({ code: "CLAIM_TOO_LARGE", retryable: false }),
    );
    const wire = await lay(aMessage({ body: Buffer.from("secret") }));
    const [, { s3Key }] = JSON.parse(wire.body);
    await store.put({ key: s3Key, bytes: Buffer.from("sécre"), sha256: "" }, aBudget());
    (await opening(wire)).toThrow(
      expect.objectContaining({ code: "CLAIM_DAMAGED", message: expect.stringContaining("SHA-256") }),
    );
  });

  it("fetches no more at a time than there is memory for: the rest comes again", async () => {
    const { laid } = aStore();
    await laid("in/uuid-1", "x");
    const large = marked(`["${CLASS}",{"s3BucketName":"claims","s3Key":"in/uuid-1"}]`, "30000000");
    const { Records } = eventOf(large);
    const event = { Records: [...Records, ...Records, ...Records, ...eventOf(marked("plain")).Records] };
    const zeroes = { put: async () => "", get: async () => Buffer.alloc(30_000_000) };
    const deliveries = await redeem(sqsSource(queue).receive(event), queue, { store: zeroes, budget: aBudget() });
    const seen = deliveries.map((delivery) => {
      try {
        return delivery.open().body.length;
      } catch (thrown) {
        return (thrown as { code: string }).code;
      }
    });
    expect(seen).toEqual([30_000_000, 30_000_000, "CLAIM_ROOM", 5]);
  });

  it("leaves a record that is none of SQS's to say so when it is opened", async () => {
    const { store } = aStore();
    const event = { Records: [{ messageId: "m" }] } as SQSEvent;
    const [delivery] = await redeem(sqsSource(queue).receive(event), queue, { store, budget: aBudget() });
    expect(() => delivery?.open()).toThrow(expect.objectContaining({ code: "RECORD" }));
  });
});
