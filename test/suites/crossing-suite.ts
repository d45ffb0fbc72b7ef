// What each of the four functions has to do, run against its bundle.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Crossing } from "../../shared/fabric/link.ts";
import { aCrossing } from "../support/a-crossing.ts";

/** `reply` is what the platform gets for `count` messages that it need not bring again. */
export function crossingSuite(crossing: Crossing, reply: (count: number) => readonly unknown[]): void {
  describe(`the function ${crossing}`, () => {
    let hop: Awaited<ReturnType<typeof aCrossing>>;
    beforeAll(async () => {
      hop = await aCrossing(crossing);
    });
    afterAll(() => hop?.close());

    it("carries a message to its target, with header and trail", async () => {
      expect(await hop.call([{ body: '{"n":1}', attributes: { tenant: "a" } }])).toEqual(reply(1));
      expect(hop.left()).toEqual([1, 0]);
      const [received, ...others] = await hop.arrived(1);
      expect(others).toEqual([]);
      expect(JSON.stringify(received?.raw)).toContain('\\"t\\":[\\"shop/hop\\"]');
      const { id, body, attributes, trail } = received?.open() ?? {};
      expect({ body: Buffer.from(body ?? []).toString(), attributes, trail }).toEqual({
        body: '{"n":1}',
        attributes: new Map([["tenant", { type: "String", value: "a" }]]),
        trail: ["shop/hop"],
      });
      expect(id).toMatch(/^source:./);
    });

    it("buries one bad message of several alone, with the reason", async () => {
      const bad = { body: "bad", attributes: { hopspan: '{"v":1,"i":' } };
      const good = ["a", "b"].map((body) => ({ body, attributes: {} }));
      expect(await hop.call([...good.slice(0, 1), bad, ...good.slice(1)])).toEqual(reply(3));
      expect(hop.left()).toEqual([2, 1]);
      const bodies = (await hop.arrived(2)).map((each) => Buffer.from(each.open().body).toString());
      expect(bodies.sort()).toEqual(["a", "b"]);
      const buried = (await hop.buried(1)).map(({ raw }) => JSON.stringify(raw));
      expect(buried).toEqual([expect.stringContaining("hopspan-dead")]);
      expect(buried[0]).toContain("HEADER");
      expect(hop.left()).toEqual([0, 0]);
    });
  });
}

const plainNames = (raw: unknown): readonly string[] => Object.keys(Object(Object(raw).MessageAttributes));

/** What a function to a queue has to do beside: `keep` of its link says which attributes anybody can see. */
export function keepSuite(crossing: Crossing): void {
  describe(`the function ${crossing} with attributes to keep`, () => {
    let hop: Awaited<ReturnType<typeof aCrossing>>;
    beforeAll(async () => {
      hop = await aCrossing(crossing, { keep: ["the-longest-name-of-all"] });
    });
    afterAll(() => hop?.close());

    it("shows them before shorter names, and loses none of the others", async () => {
      const names = [...Array.from({ length: 9 }, (_, at) => `name-${at}`), "the-longest-name-of-all"];
      await hop.call([{ body: "all", attributes: Object.fromEntries(names.map((name) => [name, "v"])) }]);
      const [received] = await hop.arrived(1);
      const shown = names.filter((name) => name !== "name-8");
      expect(plainNames(received?.raw).toSorted()).toEqual(["hopspan", ...shown].sort());
      expect([...(received?.open().attributes.keys() ?? [])].sort()).toEqual(names);
    });
  });
}

/** What a function that is pushed to has to do beside: a body reaches its target whichever way it was pushed. */
export function pushSuite(crossing: Crossing): void {
  describe(`the function ${crossing}, however it is pushed to`, () => {
    let hop: Awaited<ReturnType<typeof aCrossing>>;
    beforeAll(async () => {
      hop = await aCrossing(crossing);
    });
    afterAll(() => hop?.close());

    const subscription = "projects/shop/subscriptions/hop";
    const body = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
    const arrived = async () => (await hop.arrived(1)).map((each) => Buffer.from(each.open().body));

    it("carries the body of an unwrapped push byte for byte", async () => {
      const about = { "x-goog-pubsub-message-id": "m-1", "x-goog-pubsub-subscription-name": subscription };
      expect(await hop.post?.(about, body)).toBe(204);
      expect(await arrived()).toEqual([Buffer.from(body)]);
    });

    it("carries the body of a wrapped push byte for byte", async () => {
      const message = { messageId: "m-2", data: Buffer.from(body).toString("base64") };
      expect(await hop.post?.({}, new TextEncoder().encode(JSON.stringify({ message, subscription })))).toBe(204);
      expect(await arrived()).toEqual([Buffer.from(body)]);
      expect(hop.left()).toEqual([0, 0]);
    });

    it.each([
      { "content-type": "application/json" },
      { "content-type": "application/cloudevents+json" },
      { "content-type": "application/json; charset=no-such-charset" },
      { "content-type": "text/plain; charset=utf-16" },
      { "content-type": "application/x-www-form-urlencoded" },
      { "content-type": "application/json", "content-encoding": "gzip" },
      { "content-type": "no content type" },
    ])("carries the body of an unwrapped push that is not what it says: %j", async (own) => {
      const about = { "x-goog-pubsub-message-id": "m-4", "x-goog-pubsub-subscription-name": subscription, ...own };
      const secret = new TextEncoder().encode('{"secret": card 4111');
      expect(await hop.post?.(about, secret)).toBe(204);
      const [received] = await hop.arrived(1);
      const { body, attributes } = received?.open() ?? {};
      expect(Buffer.from(body ?? [])).toEqual(Buffer.from(secret));
      const known = Object.keys(own).map((name) => [name, attributes?.get(name)?.value]);
      expect(Object.fromEntries(known)).toEqual(own);
      expect([hop.lines.filter((line) => line.includes("4111")), hop.left()]).toEqual([[], [0, 0]]);
    });

    it.each(["application/json", "text/plain", "application/json; charset=no-such-charset"])(
      "buries what is no push, and acknowledges it: %s",
      async (type) => {
        expect(await hop.post?.({ "content-type": type }, new TextEncoder().encode('{"secret": card 4111'))).toBe(204);
        expect(JSON.stringify((await hop.buried(1)).map(({ raw }) => raw))).toContain("NOT_A_PUSH");
        expect([hop.lines.filter((line) => line.includes("4111")), hop.left()]).toEqual([[], [0, 0]]);
      },
    );

    it("carries an empty body as an empty one", async () => {
      const about = {
        "x-goog-pubsub-message-id": "m-3",
        "x-goog-pubsub-subscription-name": subscription,
        kind: "empty",
      };
      expect(await hop.post?.(about, new Uint8Array())).toBe(204);
      expect(await arrived()).toEqual([Buffer.alloc(0)]);
    });
  });
}
