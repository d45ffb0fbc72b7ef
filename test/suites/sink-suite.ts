// What every sink owes: one result per message, the order of every key, and nothing sent that time does not allow.

import { expect } from "vitest";
import type { Message } from "../../shared/core/message.ts";
import type { SendResult } from "../../shared/core/ports.ts";
import { aMessage } from "../support/a-message.ts";
import { type Behaviour, inAnyOrder, inOrder } from "./broker-harness.ts";
import { bytes, plenty, receive, textOf } from "./collect.ts";

const plain = (name: string, orderingKey?: string): Message =>
  aMessage({ id: `suite:${name}`, body: bytes(name), ...(orderingKey === undefined ? {} : { orderingKey }) });
/** Over the limit of every broker. */
const tooLarge = (orderingKey?: string): Message => ({
  ...plain("large", orderingKey),
  body: new Uint8Array(11_000_000),
});
const names = (count: number, prefix = "m") => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const kinds = (results: readonly SendResult[]) =>
  results.map((result) => (result.kind === "refused" ? `refused ${result.error.retryable}` : result.kind));
const allSent = (count: number) => Array<string>(count).fill("sent");

export const sinkSuite: readonly Behaviour[] = [
  inAnyOrder("sends nothing where there is nothing to send", async ({ sink }) => {
    expect(await sink.send([], plenty)).toEqual([]);
  }),

  inAnyOrder("refuses a message over the limit for good, by name, and harms no neighbour", async (broker) => {
    const results = await broker.sink.send([plain("before"), tooLarge(), plain("after")], plenty);
    expect(kinds(results)).toEqual(["sent", "refused false", "sent"]);
    expect(results[1]).toMatchObject({ error: { code: "MESSAGE_TOO_LARGE" } });
    expect((await receive(broker, 2)).map(textOf).sort()).toEqual(["after", "before"]);
  }),

  inAnyOrder("sends more messages than one request holds", async (broker) => {
    expect(
      kinds(
        await broker.sink.send(
          names(33).map((name) => plain(name)),
          plenty,
        ),
      ),
    ).toEqual(allSent(33));
    expect((await receive(broker, 33)).map(textOf).sort()).toEqual(names(33).sort());
  }),

  inAnyOrder("sends more bytes than one request holds", async (broker) => {
    const large = names(12).map((name) => ({ ...plain(name), body: bytes(name.padEnd(150_000, "x")) }));
    expect(kinds(await broker.sink.send(large, plenty))).toEqual(allSent(12));
    const arrived = await receive(broker, 12);
    expect(arrived.map(({ id }) => id).sort()).toEqual(large.map(({ id }) => id).sort());
    expect(arrived.map(({ body }) => body.byteLength)).toEqual(Array(12).fill(150_000));
  }),

  inAnyOrder("holds everything where the time has run out, and sends none of it", async (broker) => {
    expect(
      kinds(
        await broker.sink.send(
          names(3).map((name) => plain(name)),
          { remainingMs: () => 0 },
        ),
      ),
    ).toEqual(["held", "held", "held"]);
    expect(await broker.take()).toBeUndefined();
  }),

  inAnyOrder("gives each of several calls at the same time its own results", async (broker) => {
    const calls = names(15).map((name) => broker.sink.send(name === "m7" ? [tooLarge()] : [plain(name)], plenty));
    const expected = names(15).map((name) => [name === "m7" ? "refused false" : "sent"]);
    expect((await Promise.all(calls)).map(kinds)).toEqual(expected);
    expect(await receive(broker, 14)).toHaveLength(14);
  }),

  inOrder("keeps the order of every key", async (broker) => {
    const order = names(24).map((name, at) => plain(name, `key ${at % 3}`));
    expect(kinds(await broker.sink.send(order, plenty))).toEqual(allSent(24));
    const byKey = (messages: readonly Message[]) =>
      Map.groupBy(messages, ({ orderingKey }) => orderingKey)
        .entries()
        .map(([key, list]) => [key, list.map(textOf)])
        .toArray()
        .sort();
    expect(byKey(await receive(broker, 24))).toEqual(byKey(order));
  }),

  inOrder("keeps the order of a key over calls one after the other", async (broker) => {
    for (const name of names(4)) expect(kinds(await broker.sink.send([plain(name, "k")], plenty))).toEqual(["sent"]);
    expect((await receive(broker, 4)).map(textOf)).toEqual(names(4));
  }),

  inOrder("lets a key go on behind a final refusal", async (broker) => {
    const messages = [plain("before", "k"), tooLarge("k"), plain("after", "k")];
    expect(kinds(await broker.sink.send(messages, plenty))).toEqual(["sent", "refused false", "sent"]);
    expect((await receive(broker, 2)).map(textOf)).toEqual(["before", "after"]);
  }),

  inOrder("takes messages without a key where order is kept", async (broker) => {
    expect(
      kinds(
        await broker.sink.send(
          names(12).map((name) => plain(name)),
          plenty,
        ),
      ),
    ).toEqual(allSent(12));
    const arrived = await receive(broker, 12);
    expect(arrived.map(textOf).sort()).toEqual(names(12).sort());
    expect(arrived.filter(({ orderingKey }) => orderingKey !== undefined)).toEqual([]);
  }),
];
