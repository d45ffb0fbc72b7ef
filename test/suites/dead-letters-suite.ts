// What dead letters owe: a hopeless delivery lies there as it came, with the reason, or the call says that it does not.

import { createHash } from "node:crypto";
import { expect } from "vitest";
import { MEMORY_LIMITS } from "../../shared/brokers/memory/endpoint.ts";
import { PUBSUB_LIMITS } from "../../shared/brokers/pubsub/endpoint.ts";
import { SQS_LIMITS } from "../../shared/brokers/sqs/endpoint.ts";
import { DecodeError } from "../../shared/core/errors.ts";
import { type Attribute, text } from "../../shared/core/message.ts";
import type { Delivery, Reason } from "../../shared/core/ports.ts";
import {
  type Behaviour,
  type BrokerHarness,
  type Buried,
  type ForeignMessage,
  inAnyOrder,
  inOrder,
  type OpenBroker,
} from "./broker-harness.ts";
import { collect, damaged, foreign, plenty, textOf } from "./collect.ts";

const error = new DecodeError("HEADER", "the hopspan attribute is cut short");
const reason: Reason = { link: "shop/orders", error, at: 1_700_000_000_000 };
const said = ({ receipt, attempt }: Delivery) => ({
  link: "shop/orders",
  code: "HEADER",
  class: "DecodeError",
  reason: "the hopspan attribute is cut short",
  at: 1_700_000_000_000,
  receipt,
  ...(attempt === undefined ? {} : { attempt }),
});
const told = (buried: readonly Buried[]) => buried.map((letter) => [textOf(letter), letter.reason]);

/** The bytes of a message, a few attributes, and as many as there can be. */
function largest({ broker }: BrokerHarness): readonly [number, number, number] {
  switch (broker) {
    case "sqs":
      return [SQS_LIMITS.messageBytes, 1, SQS_LIMITS.attributes];
    case "pubsub":
      return [PUBSUB_LIMITS.messageBytes, 1, PUBSUB_LIMITS.attributes];
    case "memory":
      return [MEMORY_LIMITS.messageBytes, 1, 1_000];
  }
}

/** A message that nobody can open, of exactly so many bytes as its broker counts them. */
function filled({ broker }: BrokerHarness, bytes: number, count: number): ForeignMessage {
  const { attributes = new Map<string, Attribute>() } = damaged("");
  const more = Array.from({ length: count - attributes.size }, (_, at) => [`a-${at}`, text("v")] as const);
  const all = new Map([...attributes, ...more]);
  const taken = [...all].map(([name, { type, value }]) => `${name}${value}${broker === "pubsub" ? "" : type}`.length);
  return { body: new Uint8Array(bytes - taken.reduce((sum, each) => sum + each)).fill(120), attributes: all };
}

/** Length and sum say enough of megabytes, and say it in a line. */
const digest = (body: Uint8Array): string =>
  `${body.byteLength} ${createHash("sha256").update(body).digest("hex").slice(0, 8)}`;

async function bury(broker: OpenBroker, count: number) {
  const deliveries = await collect(broker, count, () => "dead");
  await Promise.all(deliveries.map((delivery) => broker.deadLetters.put(delivery, reason, plenty)));
  return deliveries;
}

export const deadLettersSuite: readonly Behaviour[] = [
  inAnyOrder("keep a delivery as it came, with the reason", async (broker) => {
    await broker.sendForeign(damaged("bitter é"));
    const [delivery] = await bury(broker, 1);
    const [letter, ...more] = await broker.buried();
    expect(delivery && letter && told([letter])).toEqual([
      ["bitter é", expect.objectContaining(delivery === undefined ? {} : said(delivery))],
    ]);
    expect(more).toEqual([]);
  }),

  inOrder("take a delivery of a lane", async (broker) => {
    await broker.sendForeign(damaged("bitter", "customer-1"));
    await bury(broker, 1);
    expect((await broker.buried()).map(textOf)).toEqual(["bitter"]);
  }),

  inAnyOrder("take many at the same time, each with its own reason", async (broker) => {
    const names = Array.from({ length: 12 }, (_, at) => `m${at}`);
    for (const name of names) await broker.sendForeign(foreign(name));
    const deliveries = await bury(broker, 12);
    const receipts = deliveries.map((delivery) => [textOf(delivery.open()), delivery.receipt]);
    const buried = (await broker.buried()).map((letter) => [textOf(letter), letter.reason["receipt"]]);
    expect(buried.sort()).toEqual(receipts.sort());
  }),

  inAnyOrder("find room for the reason beside many attributes and long values", async (broker) => {
    const attributes = new Map(
      Array.from({ length: 10 }, (_, at) => [`a${at}`, { type: "String", value: "x".repeat(1_024) }] as const),
    );
    await broker.sendForeign({ ...foreign("full"), attributes });
    await bury(broker, 1);
    expect((await broker.buried()).map((letter) => [textOf(letter), letter.reason["code"]])).toEqual([
      ["full", "HEADER"],
    ]);
  }),

  inAnyOrder(
    "take the largest message that the source can deliver, and the next smaller one",
    async (broker, harness) => {
      const [most, few, many] = largest(harness);
      const fillings = [0, 1].flatMap((less) => [few, many].map((count) => filled(harness, most - less, count)));
      for (const each of fillings) await broker.sendForeign(each);
      await bury(broker, fillings.length);
      const buried = (await broker.buried()).map(({ body }) => digest(body));
      expect(buried.sort()).toEqual(fillings.map(({ body }) => digest(body)).sort());
    },
  ),

  inAnyOrder("reject where no time is left, and bury nothing", async (broker) => {
    await broker.sendForeign(foreign("m"));
    const [delivery] = await collect(broker, 1);
    const late = { remainingMs: () => 0 };
    await expect(delivery && broker.deadLetters.put(delivery, reason, late)).rejects.toMatchObject({ retryable: true });
    expect(await broker.buried()).toEqual([]);
  }),
];
