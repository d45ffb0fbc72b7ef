// The transforms that read and write what others have written, beside the same by hand.

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import avsc from "avsc";
import protobufjs from "protobufjs";
import { text } from "../../../shared/core/message.ts";
import { keyOf, seal } from "../../../shared/transforms/parts/seal.ts";
import { type Contest, type Order, order, read, write } from "./contest.ts";

const count = { sku: "sku-7", count: 27, note: "a line of some length" };
type Count = typeof count;

const schema = {
  type: "record",
  name: "Count",
  fields: [
    { name: "sku", type: "string" },
    { name: "count", type: "int" },
    { name: "note", type: "string" },
  ],
};
const avro = avsc.Type.forSchema(schema as avsc.Schema);
const proto = 'syntax = "proto3"; message Count { string sku = 1; int32 count = 2; string note = 3; }';
const message = protobufjs.parse(proto).root.lookupType("Count");
const csv = { format: "csv", names: ["sku", "count", "note"], numbers: ["count"] };

/** As long as the benchmark's own secrets. */
const key = randomBytes(32);
const ours = keyOf("data-key", Buffer.from("a secret of the benchmark, 32 bytes"));
const sealedByHand = (value: string) => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()]).toString("base64url");
};
const byHandSealed = sealedByHand('"jane@example.com"');
const openedByHand = (sealed: string) => {
  const bytes = Buffer.from(sealed, "base64url");
  const cipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString();
};

const event = { specversion: "1.0", id: "e-1", source: "/shop", type: "shop.paid", data: order };
const notification = {
  Type: "Notification",
  Message: JSON.stringify(order),
  MessageAttributes: { tenant: { Type: "String", Value: "a" } },
};

/** In the order in which they are shown. */
export const formats: readonly Contest[] = [
  {
    name: "parse json in a field",
    body: { payload: JSON.stringify(order) },
    steps: [{ name: "parse", options: { format: "json", at: "payload" } }],
    byHand: (each) => [write(each, { payload: JSON.parse(read<{ payload: string }>(each).payload) })],
  },
  {
    name: "parse gzip",
    body: gzipSync(JSON.stringify(order)),
    steps: [{ name: "parse", options: "gzip" }],
    byHand: (each) => [{ ...each, body: gunzipSync(each.body) }],
  },
  {
    name: "serialize gzip",
    body: order,
    steps: [{ name: "serialize", options: "gzip" }],
    byHand: (each) => [{ ...each, body: gzipSync(each.body) }],
  },
  {
    name: "parse csv",
    body: Buffer.from('sku-7,27,"a line of some length"'),
    steps: [{ name: "parse", options: csv }],
    byHand(each) {
      const [sku, number, note = ""] = Buffer.from(each.body).toString().split(",");
      return [write(each, { sku, count: Number(number), note: note.slice(1, -1) })];
    },
  },
  {
    name: "serialize csv",
    body: count,
    steps: [{ name: "serialize", options: csv }],
    byHand(each) {
      const { sku, count: number, note } = read<Count>(each);
      return [{ ...each, body: Buffer.from(`${sku},${number},${note}`) }];
    },
  },
  {
    name: "parse avro",
    body: avro.toBuffer(count),
    steps: [{ name: "parse", options: { format: "avro", schema } }],
    byHand: (each) => [write(each, avro.fromBuffer(Buffer.from(each.body)))],
  },
  {
    name: "serialize avro",
    body: count,
    steps: [{ name: "serialize", options: { format: "avro", schema } }],
    byHand: (each) => [{ ...each, body: avro.toBuffer(read<Count>(each)) }],
  },
  {
    name: "parse protobuf",
    body: message.encode(count).finish(),
    steps: [{ name: "parse", options: { format: "protobuf", schema: proto, message: "Count" } }],
    byHand: (each) => [write(each, message.decode(each.body).toJSON())],
  },
  {
    name: "serialize protobuf",
    body: count,
    steps: [{ name: "serialize", options: { format: "protobuf", schema: proto, message: "Count" } }],
    byHand: (each) => [{ ...each, body: message.encode(read<Count>(each)).finish() }],
  },
  {
    name: "encrypt",
    body: order,
    steps: [{ name: "encrypt", options: { fields: ["customer.email"], with: "data-key" } }],
    byHand(each) {
      const body = read<Order>(each);
      return [write(each, { ...body, customer: { ...body.customer, email: sealedByHand(body.customer.email) } })];
    },
  },
  {
    name: "decrypt",
    body: { ...order, sealed: seal("jane@example.com", ours, "any"), byHand: byHandSealed },
    steps: [{ name: "decrypt", options: { fields: ["sealed"], with: "data-key" } }],
    byHand(each) {
      const body = read<{ byHand: string }>(each);
      return [write(each, { ...body, byHand: JSON.parse(openedByHand(body.byHand)) })];
    },
  },
  {
    name: "to-cloudevents",
    body: order,
    steps: [{ name: "to-cloudevents", options: { source: "/shop", type: "shop.paid" } }],
    byHand: (each) => [
      write(
        { ...each, attributes: new Map([["content-type", text("application/cloudevents+json")]]) },
        { specversion: "1.0", id: each.id, source: "/shop", type: "shop.paid", data: read(each) },
      ),
    ],
  },
  {
    name: "from-cloudevents",
    body: event,
    steps: [{ name: "from-cloudevents", options: { context: "drop" } }],
    byHand: (each) => [write(each, read<typeof event>(each).data)],
  },
  {
    name: "unwrap sns",
    body: notification,
    steps: [{ name: "unwrap", options: "sns" }],
    byHand(each) {
      const { Message: inner, MessageAttributes: told } = read<typeof notification>(each);
      const attributes = new Map([["tenant", text(told.tenant.Value)]]);
      return [{ ...each, attributes, body: new TextEncoder().encode(inner) }];
    },
  },
];
