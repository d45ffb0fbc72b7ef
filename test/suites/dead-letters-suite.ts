// What dead letters owe: a hopeless delivery lies there as it came, with the reason, or the call says that it does not.

import { expect } from "vitest";
import { DecodeError } from "../../shared/core/errors.ts";
import type { Delivery, Reason } from "../../shared/core/ports.ts";
import { type Behaviour, type Buried, inAnyOrder, inOrder, type OpenBroker } from "./broker-harness.ts";
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

  inAnyOrder("reject where no time is left, and bury nothing", async (broker) => {
    await broker.sendForeign(foreign("m"));
    const [delivery] = await collect(broker, 1);
    const late = { remainingMs: () => 0 };
    await expect(delivery && broker.deadLetters.put(delivery, reason, late)).rejects.toMatchObject({ retryable: true });
    expect(await broker.buried()).toEqual([]);
  }),
];
