import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SQS_LIMITS } from "../../../../shared/brokers/sqs/endpoint.ts";
import { fromWire, type SqsWire, toWire } from "../../../../shared/brokers/sqs/wire.ts";
import { type Attribute, type Message, text } from "../../../../shared/core/message.ts";
import { anyMessage } from "../../../support/arbitrary-message.ts";

const message = (changes: Partial<Message> = {}): Message => ({
  id: "orders:1",
  body: new Uint8Array(Buffer.from("hello")),
  attributes: new Map(),
  trail: ["retail/export"],
  sentAt: 1_700_000_000_000,
  ...changes,
});
const back = (wire: SqsWire, fifo = false) => {
  const read = fromWire({ ...wire, fifo, endpoint: "orders", messageId: "m-1", sentAt: 5 });
  return { ...read, body: new Uint8Array(read.body) };
};
const foreign = (body: string, more: Partial<SqsWire> = {}, fifo = false) =>
  fromWire({ body, attributes: new Map(), ...more, fifo, endpoint: "orders", messageId: "m-1", sentAt: 5 });
const names = (wire: SqsWire) => [...wire.attributes.keys()].filter((name) => name !== "hopspan");
const named = (...list: readonly string[]): ReadonlyMap<string, Attribute> =>
  new Map(list.map((name) => [name, text("x")]));

const UUIDS = ["22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "6A7E8FEB-b491-4cf7-a9f1-bf3703467718"] as const;
const envelopeId = (uuid: string, body: string) =>
  `orders:${uuid}.${createHash("sha256").update(body).digest("hex").slice(0, 16)}`;

describe("the SQS wire", () => {
  it("gives every message back exactly, from a standard and from a FIFO queue", () => {
    fc.assert(
      fc.property(anyMessage(), fc.boolean(), (any, fifo) => {
        expect(back(toWire(any, { fifo }), fifo)).toEqual(any);
      }),
      { numRuns: 10_000 },
    );
  });

  it("stays within what SQS takes: ten attributes, legal names, text and ids", () => {
    fc.assert(
      fc.property(anyMessage(), fc.boolean(), (any, fifo) => {
        const wire = toWire(any, { fifo });
        expect(wire.attributes.size).toBeLessThanOrEqual(SQS_LIMITS.attributes);
        for (const [name, { value }] of wire.attributes) {
          expect(name).toMatch(/^(?!aws\.|amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/i);
          expect(value).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u);
        }
        expect(wire.body).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u);
        for (const id of [wire.groupId ?? "x", wire.deduplicationId ?? "x"]) expect(id).toMatch(/^[!-~]{1,128}$/);
        expect(wire.groupId === undefined).toBe(!fifo && !any.tenant);
      }),
      { numRuns: 1_000 },
    );
  });

  it("sends text as it is, bytes as base64, and nothing as a space", () => {
    const bodies = ["ü\t", "\u0000", "", "\ufffe"].map(
      (body) => toWire(message({ body: Buffer.from(body) }), { fifo: false }).body,
    );
    expect([...bodies, toWire(message({ body: Uint8Array.of(0xff) }), { fifo: false }).body]).toEqual([
      "ü\t",
      "AA==",
      " ",
      "77++",
      "/w==",
    ]);
  });

  it("keeps types and labels of attributes in plain sight", () => {
    const attributes = new Map([
      ["weight", { type: "Number.kg", value: "2.5" }],
      ["picture", { type: "Binary.png", value: "AAEC" }],
    ]);
    const wire = toWire(message({ attributes }), { fifo: false });
    expect(new Map([...wire.attributes].filter(([name]) => name !== "hopspan"))).toEqual(attributes);
  });

  it("shows nine attributes: those to keep, then the shortest names, trace context last, always the same", () => {
    const attributes = named("traceparent", "a-longer-name", ..."abcdefghij", "tracestate");
    const shown = names(toWire(message({ attributes }), { fifo: false, keep: ["a-longer-name"] }));
    const reversed = new Map([...attributes].reverse());
    expect(shown).toEqual(["a-longer-name", ..."abcdefgh"]);
    expect(names(toWire(message({ attributes: reversed }), { fifo: false, keep: ["a-longer-name"] }))).toEqual(shown);
  });

  it("hides what SQS would refuse or change: empty values, odd names, numbers with loose zeroes", () => {
    const attributes = new Map([
      ["empty", text("")],
      ["a..b", text("x")],
      ["AWS.x", text("x")],
      ["__proto__", text("x")],
      ["hopspan.1", text("x")],
      ["control", text("\u0001")],
      ["zeroes", { type: "Number", value: "1.50" }],
      ["fine", { type: "Number", value: "1.5" }],
    ]);
    expect(names(toWire(message({ attributes }), { fifo: false }))).toEqual(["fine"]);
  });

  it("makes the ordering key the group of a FIFO queue, hashed where it does not fit", () => {
    const groups = ["c-1", "with space", "k".repeat(129)].map(
      (orderingKey) => toWire(message({ orderingKey }), { fifo: true }).groupId,
    );
    expect(groups).toEqual(["c-1", expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^[\w-]{43}$/)]);
  });

  it("gives a message without order a group of its own, and infers no order from it", () => {
    const wire = toWire(message(), { fifo: true });
    expect([wire.groupId, back(wire, true).orderingKey]).toEqual(["orders:1", undefined]);
  });

  it("takes the group of a standard queue for a tenant, not for an order", () => {
    const read = foreign("x", { groupId: "tenant-a" });
    expect([read.tenant, read.orderingKey, toWire(read, { fifo: false }).groupId]).toEqual([
      "tenant-a",
      undefined,
      "tenant-a",
    ]);
  });

  it("makes the deduplication id of origin id and trail, and keeps the sender's own id beside it", () => {
    const read = foreign("x", { groupId: "g", deduplicationId: "once" }, true);
    const ways = [["shop/a"], ["shop/b"]].map((trail) => toWire({ ...read, trail }, { fifo: true }));
    expect(ways.map((wire) => wire.deduplicationId)).toEqual(
      ways.map(() => expect.stringMatching(/^orders:m-1\.[0-9a-f]{16}$/)),
    );
    expect(new Set(ways.map((wire) => wire.deduplicationId)).size).toBe(2);
    expect(ways.map((wire) => back(wire, true).deduplicationId)).toEqual(["once", "once"]);
    // From a FIFO queue on to another: still the first sender's, and never what stands on the wire.
    const onward = ways.map((wire) => toWire(back(wire, true), { fifo: true }));
    expect(onward.map((wire) => back(wire, true).deduplicationId)).toEqual(["once", "once"]);
  });

  it("tells X-Ray of a W3C trace without spending an attribute, and takes it back on reading", () => {
    const attributes = new Map([["traceparent", text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]]);
    const wire = toWire(message({ attributes }), { fifo: false });
    expect(wire.traceHeader).toBe("Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=b7ad6b7169203331;Sampled=1");
    expect(back(wire)).toEqual(message({ attributes }));
  });

  it("makes the id of a stranger's message from the endpoint and the broker's id", () => {
    expect(foreign("hello")).toEqual({
      id: "orders:m-1",
      body: Buffer.from("hello"),
      attributes: new Map(),
      trail: [],
      sentAt: 5,
    });
  });

  it("takes id and time from an SNS notification and an EventBridge event, and leaves the body as it is", () => {
    const sns = `{\n  "Type" : "Notification",\n  "MessageId" : "${UUIDS[0]}",\n  "TopicArn" : "arn:aws:sns:x", "Message" : "hi", "Timestamp" : "2026-01-02T03:04:05.000Z"}`;
    const event = `{"version":"0","id":"${UUIDS[1]}","detail-type":"OrderPaid","source":"shop","time":"2026-01-02T03:04:05Z","detail":{}}`;
    const read = [sns, event].map((body) => foreign(body));
    expect(read.map(({ id, sentAt, body }) => [id, sentAt, Buffer.from(body).toString()])).toEqual([
      [envelopeId(UUIDS[0], sns), 1_767_323_045_000, sns],
      [envelopeId(UUIDS[1], event), 1_767_323_045_000, event],
    ]);
  });

  it("finds an envelope's identity whatever the order of its members, and not inside another body", () => {
    const sns = `{"MessageId":"${UUIDS[0]}","Type":"Notification","TopicArn":"arn:x","Timestamp":"2026-01-02T03:04:05Z"}`;
    const event = `{"source":"s","time":"2026-01-02T03:04:05Z","id":"${UUIDS[1]}","detail-type":"d","version":"0"}`;
    const other = sns.replace('"Type":"Notification"', '"Type":"Ours","Not":"Notification"');
    const late = `{"padding":"${"x".repeat(2_000)}",${sns.slice(1)}`;
    const bodies = [sns, ` \n${event}`, `{"inner":${sns}}`, `[${event}]`, other, late];
    expect(bodies.map((body) => foreign(body).id)).toEqual([
      envelopeId(UUIDS[0], sns),
      envelopeId(UUIDS[1], ` \n${event}`),
      "orders:m-1",
      "orders:m-1",
      "orders:m-1",
      "orders:m-1",
    ]);
  });

  it("gives copies of an envelope one id, and different bodies never the same, whatever their producer writes", () => {
    const envelope = (id: string, says: string) =>
      `{"version":"0","id":"${id}","detail-type":"d","source":"s","time":"2026-01-02T03:04:05Z","detail":"${says}"}`;
    const ids = ["a", "a", "b"].map((says) => foreign(envelope(UUIDS[1], says)).id);
    expect([ids[0] === ids[1], ids[0] === ids[2]]).toEqual([true, false]);
  });

  it.each([
    "order-1",
    "card 4111 1111 1111 1111",
    "x".repeat(100_000),
    `${UUIDS[0]} `,
    `${UUIDS[0]}\n`,
    UUIDS[0].replaceAll("-", ""),
    "\u0000",
  ])("takes no id from an envelope that neither service can have written: %j", (id) => {
    const time = "2026-01-02T03:04:05Z";
    const sns = { Type: "Notification", MessageId: id, TopicArn: "arn:x", Timestamp: time };
    const event = { version: "0", id, "detail-type": "d", source: "s", time };
    for (const body of [sns, event].map((each) => JSON.stringify(each)))
      expect(foreign(body)).toMatchObject({ id: "orders:m-1", sentAt: 5 });
  });

  it("does not take a body that only looks like an envelope for one", () => {
    const bodies = ['{"Type":"Notification","MessageId":7}', '{"version":"0","id":"x"', '{"Type":"Notification",]'];
    expect(bodies.map((body) => foreign(body).id)).toEqual(bodies.map(() => "orders:m-1"));
  });

  it("refuses a damaged header and a body that is not the base64 it is called", () => {
    const wire = toWire(message({ body: Uint8Array.of(0xff) }), { fifo: false });
    const cut = new Map([["hopspan", text('{"v":1,"i":"or')]]);
    expect(() => back({ ...wire, attributes: cut })).toThrow("the hopspan attribute is cut short or damaged");
    expect(() => back({ ...wire, body: "/w=" })).toThrow("the body is called base64 and is not");
  });

  it("leaves a user's own hopspan attribute a user's", () => {
    const attributes = new Map([["hopspan", text("span the hop")]]);
    const read = foreign("x", { attributes });
    expect(read.attributes).toEqual(attributes);
    expect(back(toWire(read, { fifo: false })).attributes).toEqual(attributes);
  });
});
