import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { sqsSource } from "../../../../shared/brokers/sqs/source.ts";
import { fromWire, toWire } from "../../../../shared/brokers/sqs/wire.ts";
import { text } from "../../../../shared/core/message.ts";

const folder = join(import.meta.dirname, "../../../fixtures/sqs");
const files = readdirSync(folder).map((file) => file.replace(".json", ""));
const read = (file: string) => JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8")) as SQSEvent;
const deliveries = (file: string) => sqsSource({ name: "orders", fifo: file === "fifo" }).receive(read(file));
const open = (file: string) => deliveries(file).map((delivery) => delivery.open());

describe("an event in the form that Lambda gives it", () => {
  it.each(files)("is whole as a fixture: the bodies of %s have the sums that they say", (file) => {
    for (const { body, md5OfBody } of read(file).Records)
      expect(createHash("md5").update(body).digest("hex")).toBe(md5OfBody);
  });

  it.each(files)("goes on to either kind of queue with nothing lost: %s", (file) => {
    for (const message of open(file))
      for (const fifo of [false, true]) {
        const wire = toWire(message, { fifo });
        expect(fromWire({ ...wire, fifo, endpoint: "next", messageId: "other", sentAt: 1 })).toEqual(message);
      }
  });

  it("opens with attributes, tenant and trace from a standard queue", () => {
    expect(open("standard")).toEqual([
      {
        id: "orders:3007fa8b-5a1c-4d5e-9b7a-3f0c2d9e8001",
        body: Buffer.from('{"orderId":"o-1","status":"PAID"}'),
        attributes: new Map([
          ["eventType", text("OrderPaid")],
          ["weight", { type: "Number.kg", value: "2.5" }],
          ["thumbnail", { type: "Binary.png", value: "iVBORw0KGgo=" }],
        ]),
        traceHeader: "Root=1-69572b6b-38a1f0c94d5e7b2c1a6f8e03;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:6a1b2c3d:0",
        trail: [],
        sentAt: 1_767_322_987_412,
      },
      {
        id: "orders:31fbd042-5a1c-4d5e-9b7a-3f0c2d9e8002",
        body: Buffer.from("Grüße, 世界 😀"),
        attributes: new Map(),
        tenant: "tenant-a",
        trail: [],
        sentAt: 1_767_322_987_412,
      },
    ]);
  });

  it("gives lanes, attempts, keys and deduplication ids from a FIFO queue", () => {
    expect(deliveries("fifo").map(({ lane, attempt }) => [lane, attempt])).toEqual([
      ["customer-7", 2],
      ["customer-9", 1],
      ["customer-7", 1],
    ]);
    expect(
      open("fifo").map(({ orderingKey, deduplicationId, tenant }) => [orderingKey, deduplicationId, tenant]),
    ).toEqual([
      ["customer-7", "checkout-1", undefined],
      ["customer-9", "checkout-2", undefined],
      ["customer-7", "checkout-3", undefined],
    ]);
  });

  it.each([
    ["sns-notification", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "2026-01-02T03:03:07.350Z"],
    ["eventbridge-event", "6a7e8feb-b491-4cf7-a9f1-bf3703467718", "2026-01-02T03:03:07.000Z"],
  ])("takes identity and time of %s from the envelope, and leaves the body byte for byte", (file, id, time) => {
    const [record] = read(file).Records;
    expect(open(file)).toEqual([
      {
        id: `orders:${id}.${createHash("sha256")
          .update(record?.body ?? "")
          .digest("hex")
          .slice(0, 16)}`,
        body: Buffer.from(record?.body ?? ""),
        attributes: new Map(),
        trail: [],
        sentAt: Date.parse(time),
      },
    ]);
  });

  it("keeps all ten attributes, also one with a name that JavaScript gives a meaning to", () => {
    expect([...(open("ten-attributes")[0]?.attributes ?? [])].map(([name, { type }]) => `${name} ${type}`)).toEqual([
      ...["__proto__ String", "constructor String", "a String", "b String", "c String", "traceparent String"],
      ...["content-type String", "eventType String", "ratio Number", "seal Binary"],
    ]);
  });
});
