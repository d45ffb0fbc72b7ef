import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PubsubEndpoint } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { pubsubSource } from "../../../../shared/brokers/pubsub/source.ts";
import { toWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { DecodeError, HopspanError } from "../../../../shared/core/errors.ts";
import { text } from "../../../../shared/core/message.ts";
import type { Delivery, Outcome } from "../../../../shared/core/ports.ts";
import { aLink } from "../../../support/a-link.ts";
import { aBudget, aMessage } from "../../../support/a-message.ts";
import { anyMessage } from "../../../support/arbitrary-message.ts";

const endpoint: PubsubEndpoint = {
  broker: "pubsub",
  name: "orders",
  topic: "orders",
  ordered: true,
  project: "shop",
  region: "europe-west1",
};
const source = pubsubSource(endpoint, "orders-out", () => 9_000);

interface Recorded {
  readonly headers: Record<string, string | string[]>;
  readonly body: string;
}
const fixtures = join(import.meta.dirname, "../../../fixtures/pubsub");
function recorded(name: string) {
  const { headers, body } = JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")) as Recorded;
  return { headers, body: new TextEncoder().encode(body) };
}
const wrapped = (value: unknown) => ({ headers: {}, body: Buffer.from(JSON.stringify(value)) });

function only(deliveries: readonly Delivery[]): Delivery {
  expect(deliveries).toHaveLength(1);
  const [delivery] = deliveries;
  if (delivery === undefined) throw new Error("no delivery");
  return delivery;
}
const receive = (request: Parameters<typeof source.receive>[0]) => only(source.receive(request));

describe("pubsubSource", () => {
  it("reads a wrapped push", () => {
    const delivery = receive(recorded("wrapped"));
    const { open, raw, ...rest } = delivery;
    expect(rest).toEqual({ receipt: "2070443601311540", lane: "customer-7", attempt: 3 });
    expect(delivery.open()).toEqual({
      id: "orders:2070443601311540",
      body: new TextEncoder().encode('{"orderId":"o1"}'),
      attributes: new Map([
        ["tenant", text("shop é")],
        ["__proto__", text("x")],
        ["empty", text("")],
      ]),
      orderingKey: "customer-7",
      trail: [],
      sentAt: Date.parse("2026-02-26T19:13:55.749Z"),
    });
    expect(delivery.open()).toEqual(delivery.open());
  });

  it("reads a wrapped push of attributes alone", () => {
    const { open, raw, ...rest } = receive(recorded("wrapped-without-payload"));
    expect(rest).toEqual({ receipt: "136969346945" });
    expect(open()).toEqual({
      id: "orders:136969346945",
      body: new Uint8Array(),
      attributes: new Map([["kind", text("ping")]]),
      trail: [],
      sentAt: Date.parse("2026-02-26T19:13:55.123Z"),
    });
  });

  it("reads a wrapped push in snake case, and an empty ordering key as none", () => {
    const { open, raw, ...rest } = receive(recorded("wrapped-snake-case"));
    expect(rest).toEqual({ receipt: "42" });
    expect(open()).toEqual({
      id: "orders:42",
      body: Uint8Array.of(255, 254, 253),
      attributes: new Map(),
      trail: [],
      sentAt: Date.parse("2026-02-26T19:13:55Z"),
    });
  });

  it("reads an unwrapped push, and takes neither the transport's headers nor the token for attributes", () => {
    const { open, raw, ...rest } = receive(recorded("unwrapped"));
    expect(rest).toEqual({ receipt: "2070443601311540", lane: "customer-7" });
    expect(open()).toEqual({
      id: "orders:2070443601311540",
      body: new TextEncoder().encode('{"status":"Hello there"}'),
      attributes: new Map([
        ["content-type", text("application/json")],
        ["tenant", text("shop é")],
        ["x-team", text("a, b")],
      ]),
      orderingKey: "customer-7",
      trail: [],
      sentAt: Date.parse("2026-02-26T19:13:55.749Z"),
    });
  });

  it("takes an unwrapped body for raw bytes, even where it looks like a wrapped push", () => {
    const { body } = recorded("wrapped");
    const delivery = receive({ headers: { "x-goog-pubsub-message-id": "1" }, body });
    expect(delivery.open().body).toEqual(body);
  });

  it("reads our own header from either form", () => {
    const message = aMessage({
      attributes: new Map([["weight", { type: "Number.kg", value: "1.5" }]]),
      trail: ["a/b"],
    });
    const { data, attributes } = toWire(message);
    const unwrapped = { headers: { "x-goog-pubsub-message-id": "1", ...attributes }, body: data };
    expect(receive(unwrapped).open()).toEqual(message);
    const inJson = { messageId: "1", data: Buffer.from(data).toString("base64"), attributes };
    const opened = receive(wrapped({ message: inJson })).open();
    expect({ ...opened, body: Buffer.from(opened.body) }).toEqual(message);
  });

  it("gives every message back that was published, over a push", () => {
    fc.assert(
      fc.property(anyMessage(), (message) => {
        const { data, ...wire } = toWire(message);
        const push = { message: { ...wire, data: Buffer.from(data).toString("base64"), messageId: "1" } };
        expect(receive(wrapped(push)).open()).toEqual(message);
      }),
      { numRuns: 300 },
    );
  });

  it("takes the time of arrival where a push does not say when it was published", () => {
    expect(receive(wrapped({ message: { messageId: "1" } })).open().sentAt).toBe(9_000);
    expect(receive(wrapped({ message: { messageId: "1", publishTime: "soon" } })).open().sentAt).toBe(9_000);
  });

  it("knows no attempt where the subscription does not count them", () => {
    expect(receive(wrapped({ message: { messageId: "1" }, deliveryAttempt: 0 }))).not.toHaveProperty("attempt");
    expect(receive(wrapped({ message: { messageId: "1" }, deliveryAttempt: "x" }))).not.toHaveProperty("attempt");
  });

  it.each([
    ["an empty request", Buffer.alloc(0)],
    ["no JSON", Buffer.from("<html>secret")],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0])],
    ["JSON that is no object", Buffer.from("[]")],
    ["JSON null", Buffer.from("null")],
    ["no message", Buffer.from('{"subscription":"s"}')],
    ["a message without an id", Buffer.from('{"message":{"data":"YQ=="}}')],
    ["an id that is no text", Buffer.from('{"message":{"messageId":7}}')],
    ["data that is no text", Buffer.from('{"message":{"messageId":"1","data":7}}')],
    ["data that is no base64", Buffer.from('{"message":{"messageId":"1","data":"secret!"}}')],
    ["data of one letter, which says nothing", Buffer.from('{"message":{"messageId":"1","data":"A"}}')],
    ["data that is cut short", Buffer.from('{"message":{"messageId":"1","data":"YWJjZA"}}')],
    ["data with padding inside", Buffer.from('{"message":{"messageId":"1","data":"YQ==YQ=="}}')],
    ["data with spare bits", Buffer.from('{"message":{"messageId":"1","data":"YR=="}}')],
    ["data with a line end", Buffer.from('{"message":{"messageId":"1","data":"YWJj\\nZA=="}}')],
    ["data in the base64 of URLs", Buffer.from('{"message":{"messageId":"1","data":"__79"}}')],
    ["data that is null", Buffer.from('{"message":{"messageId":"1","data":null}}')],
    ["text that is no UTF-8", Buffer.from('{"message":{"messageId":"1","attributes":{"a":"\xfc"}}}', "latin1")],
    [
      "an attribute cut inside a letter",
      Buffer.from('{"message":{"messageId":"1","attributes":{"a":"\xc3"}}}', "latin1"),
    ],
    ["a byte order mark", Buffer.from('\ufeff{"message":{"messageId":"1","data":"YQ=="}}')],
    ["attributes that are a list", Buffer.from('{"message":{"messageId":"1","attributes":["a"]}}')],
    ["an attribute that is no text", Buffer.from('{"message":{"messageId":"1","attributes":{"a":{}}}}')],
  ])("seals %s as a delivery that can't be opened", (_, body) => {
    const delivery = receive({ headers: { "content-type": "application/json" }, body });
    expect(delivery.receipt).toMatch(/^unreadable-[0-9a-f]{16}$/);
    expect(receive({ headers: {}, body }).receipt).toBe(delivery.receipt);
    expect(delivery.raw).toEqual({ data: body, attributes: {} });
    expect(() => delivery.open()).toThrow(DecodeError);
    expect(() => delivery.open()).toThrow(expect.objectContaining({ code: "NOT_A_PUSH" }));
    expect(() => delivery.open()).not.toThrow(/secret/);
  });

  it("never throws, whatever the request is", () => {
    const header = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined));
    const names = fc.oneof(fc.string(), fc.constantFrom("x-goog-pubsub-message-id", "x-goog-pubsub-publish-time"));
    const body = fc.oneof(
      fc.uint8Array(),
      fc.json().map((value) => new Uint8Array(Buffer.from(value))),
      fc.jsonValue().map((message) => new Uint8Array(Buffer.from(JSON.stringify({ message })))),
    );
    fc.assert(
      fc.property(fc.dictionary(names, header), body, (headers, bytes) => {
        const delivery = receive({ headers, body: bytes });
        try {
          delivery.open();
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuses a push of another subscription, which is not ours to acknowledge", () => {
    const push = { message: { messageId: "1" }, subscription: "projects/shop/subscriptions/other" };
    const delivery = receive(wrapped(push));
    expect(() => delivery.open()).toThrow(HopspanError);
    expect(() => delivery.open()).toThrow(expect.objectContaining({ code: "WRONG_SUBSCRIPTION", retryable: true }));
  });

  const error = new HopspanError("X", "x", true);
  it.each<[number, Outcome]>([
    [204, { kind: "relayed", receipt: "1", messages: 1 }],
    [204, { kind: "dropped", receipt: "1" }],
    [204, { kind: "dead", receipt: "1", error }],
    [503, { kind: "retry", receipt: "1", error }],
  ])("answers %i to %j", (status, outcome) => {
    expect(source.settle([outcome])).toEqual({ status });
  });
});

describe("a link from a topic", () => {
  const answer = async (request: Parameters<typeof source.receive>[0], changes: Parameters<typeof aLink>[0] = {}) => {
    const { run, journal } = aLink(changes);
    const outcomes = await run(source.receive(request), aBudget());
    return { reply: source.settle(outcomes), journal };
  };

  it("acknowledges poison once the dead letters have it, so that it does not slow the subscription", async () => {
    const poison = { headers: {}, body: Buffer.from("poison") };
    const { reply, journal } = await answer(poison);
    expect(reply).toEqual({ status: 204 });
    expect(journal.buried).toMatchObject([
      { delivery: { raw: { data: poison.body } }, reason: { error: { code: "NOT_A_PUSH" } } },
    ]);
  });

  it("refuses poison while the dead letters don't take it", async () => {
    const put = () => Promise.reject(new Error("no room"));
    expect((await answer({ headers: {}, body: Buffer.from("poison") }, { deadLetters: { put } })).reply).toEqual({
      status: 503,
    });
  });

  it("refuses a push whose message the target did not confirm", async () => {
    const sink = { send: async () => [{ kind: "held" as const }] };
    expect((await answer(recorded("wrapped"), { sink })).reply).toEqual({ status: 503 });
  });
});
