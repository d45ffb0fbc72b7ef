// What every source owes: sealed deliveries with an identity that stays, lanes, and an answer that the platform obeys.

import { expect } from "vitest";
import { DecodeError } from "../../shared/core/errors.ts";
import type { Delivery } from "../../shared/core/ports.ts";
import { type Behaviour, inAnyOrder, inOrder } from "./broker-harness.ts";
import { collect, comparable, damaged, foreign, receive, takeOne, textOf } from "./collect.ts";

const names = (count: number) => Array.from({ length: count }, (_, at) => `m${at}`);
const opened = (delivery: Delivery) => textOf(delivery.open());

export const sourceSuite: readonly Behaviour[] = [
  inAnyOrder("gives a foreign message as it was sent, with an identity from the broker", async (broker) => {
    const attributes = new Map([
      ["tenant", { type: "String", value: "é 1" }],
      ["hopspan", { type: "String", value: "my own" }],
    ]);
    const before = Date.now();
    await broker.sendForeign({ ...foreign("héllo"), attributes });
    const { delivery, settle } = await takeOne(broker);
    const { id, sentAt, ...message } = delivery.open();
    expect({ ...message, body: textOf(message) }).toEqual({ body: "héllo", attributes, trail: [] });
    expect(id).toMatch(/^[a-z-]+:.+/);
    // A broker's clock may be a little off and may count whole seconds; another unit would be far off.
    expect(Math.abs(sentAt - before)).toBeLessThan(60_000);
    expect(Number.isSafeInteger(sentAt)).toBe(true);
    expect(delivery.receipt).not.toBe("");
    expect(delivery.lane).toBeUndefined();
    await settle("relayed");
  }),

  inAnyOrder("opens a delivery as often as one likes, to the same message", async (broker) => {
    await broker.sendForeign(foreign("m"));
    const { delivery, settle } = await takeOne(broker);
    expect(delivery.open()).toEqual(delivery.open());
    await settle("relayed");
  }),

  inAnyOrder("gives a message that comes again the same identity", async (broker) => {
    await broker.sendForeign(foreign("m"));
    const first = await takeOne(broker);
    await first.settle("retry");
    const second = await takeOne(broker);
    await second.settle("relayed");
    expect(comparable(second.delivery.open())).toEqual(comparable(first.delivery.open()));
  }),

  inAnyOrder("counts the attempts where the broker says them", async (broker) => {
    await broker.sendForeign(foreign("m"));
    const attempts: (number | undefined)[] = [];
    for (const kind of ["retry", "retry", "relayed"] as const) {
      const { delivery, settle } = await takeOne(broker);
      attempts.push(delivery.attempt);
      await settle(kind);
    }
    expect([
      [1, 2, 3],
      [undefined, undefined, undefined],
    ]).toContainEqual(attempts);
  }),

  inAnyOrder("knows two messages of the same content apart", async (broker) => {
    await broker.sendForeign(foreign("same"));
    await broker.sendForeign(foreign("same"));
    const deliveries = await collect(broker, 2);
    expect(new Set(deliveries.map((delivery) => delivery.open().id)).size).toBe(2);
    expect(new Set(deliveries.map(({ receipt }) => receipt)).size).toBe(2);
  }),

  inAnyOrder("never sees again what was relayed, dropped or buried", async (broker) => {
    for (const name of ["relayed", "dropped", "dead"]) await broker.sendForeign(foreign(name));
    const deliveries = await collect(broker, 3, (delivery) => opened(delivery) as "relayed" | "dropped" | "dead");
    expect(deliveries.map(opened).sort()).toEqual(["dead", "dropped", "relayed"]);
    expect(await broker.take()).toBeUndefined();
  }),

  inAnyOrder("sees again what is to be tried again, and only that", async (broker) => {
    for (const name of names(4)) await broker.sendForeign(foreign(name));
    const seen = new Map<string, number>();
    const done = await collect(broker, 4, (delivery) => {
      const name = opened(delivery);
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return name === "m2" && times < 3 ? "retry" : "relayed";
    });
    expect(done.map(opened).sort()).toEqual(names(4));
    expect(seen).toEqual(
      new Map([
        ["m0", 1],
        ["m1", 1],
        ["m2", 3],
        ["m3", 1],
      ]),
    );
  }),

  inAnyOrder("hands out a damaged message sealed, and its neighbours sound", async (broker) => {
    await broker.sendForeign(foreign("m0"));
    await broker.sendForeign(damaged("bitter"));
    await broker.sendForeign(foreign("m1"));
    const deliveries = await collect(broker, 3);
    const read = deliveries.map((delivery) => {
      try {
        return opened(delivery);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(DecodeError);
        return "damaged";
      }
    });
    expect(read.sort()).toEqual(["damaged", "m0", "m1"]);
  }),

  inOrder("puts the deliveries of a key into a lane, damaged ones too", async (broker) => {
    await broker.sendForeign(foreign("a0", "a"));
    await broker.sendForeign(damaged("a1", "a"));
    await broker.sendForeign(foreign("b0", "b"));
    const lanes = (await collect(broker, 3)).map(({ lane }) => lane);
    expect(lanes.sort()).toEqual(["a", "a", "b"]);
  }),

  inOrder("gives the messages of a key in their order", async (broker) => {
    for (const name of names(8)) await broker.sendForeign(foreign(name, "k"));
    const arrived = await receive(broker, 8);
    expect(arrived.map(textOf)).toEqual(names(8));
    expect(new Set(arrived.map(({ orderingKey }) => orderingKey))).toEqual(new Set(["k"]));
  }),

  inOrder("brings a lane back from its first retry on, in order", async (broker) => {
    for (const name of names(5)) await broker.sendForeign(foreign(name, "k"));
    let refusals = 2;
    let blocked = false;
    // As the relay does it: what is behind a retry waits with it.
    const done = await collect(broker, 5, (delivery, at) => {
      if (at === 0) blocked = false;
      blocked ||= opened(delivery) === "m1" && refusals-- > 0;
      return blocked ? "retry" : "relayed";
    });
    expect(done.map(opened)).toEqual(names(5));
  }),

  inOrder("lets other keys go on while one waits", async (broker) => {
    for (const name of ["a0", "a1", "b0", "b1"]) await broker.sendForeign(foreign(name, name[0]));
    const b = await collect(broker, 2, (delivery) => (delivery.lane === "b" ? "relayed" : "retry"));
    expect(b.map(opened)).toEqual(["b0", "b1"]);
    expect((await collect(broker, 2)).map(opened)).toEqual(["a0", "a1"]);
  }),
];
