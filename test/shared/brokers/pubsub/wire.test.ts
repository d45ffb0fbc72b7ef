import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeHeader, isReserved } from "../../../../shared/brokers/header.ts";
import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { fromWire, type PubsubWire, toWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { SinkError } from "../../../../shared/core/errors.ts";
import { type Attribute, type Message, text } from "../../../../shared/core/message.ts";
import { aMessage } from "../../../support/a-message.ts";
import { anyMessage } from "../../../support/arbitrary-message.ts";
import { corpus } from "../../../support/corpus.ts";
import { publisherService } from "./a-pubsub-server.ts";

const met = { endpoint: "orders", messageId: "77", publishedAt: 1_700_000_000_500 };
const back = (wire: PubsubWire) => fromWire({ ...wire, ...met });
const attributes = (entries: Record<string, string | Attribute>) =>
  new Map(Object.entries(entries).map(([name, value]) => [name, typeof value === "string" ? text(value) : value]));
const plainNames = ({ attributes: all }: PubsubWire) => Object.keys(all).filter((name) => !isReserved(name));
const many = (count: number, value: (at: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, value(at)]));

/** What Pub/Sub holds: https://cloud.google.com/pubsub/quotas#resource_limits */
function expectLegal({ attributes: all, orderingKey }: PubsubWire) {
  const names = Object.keys(all);
  expect(names.length).toBeLessThanOrEqual(PUBSUB_LIMITS.attributes);
  for (const [name, value] of Object.entries(all)) {
    expect(name).toMatch(/^(?!goog)./su);
    expect([name, value].every((part) => part.isWellFormed())).toBe(true);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(PUBSUB_LIMITS.attributeKeyBytes);
    expect(Buffer.byteLength(value)).toBeLessThanOrEqual(PUBSUB_LIMITS.attributeValueBytes);
  }
  expect(orderingKey).not.toBe("");
  expect(Buffer.byteLength(orderingKey ?? "")).toBeLessThanOrEqual(PUBSUB_LIMITS.orderingKeyBytes);
  expect(orderingKey?.isWellFormed() ?? true).toBe(true);
}

/** The very bytes that a publish puts on the network, and what a server reads from them. */
function overTheNetwork({ data, attributes: all, orderingKey = "" }: PubsubWire): PubsubWire {
  const publish = publisherService["Publish"];
  if (publish === undefined) throw new Error("the proto has no Publish");
  const request = publish.requestDeserialize(
    publish.requestSerialize({ topic: "t", messages: [{ data, attributes: all, orderingKey }] }),
  ) as { messages: [{ data: Buffer; attributes: Record<string, string>; orderingKey: string }] };
  const [arrived] = request.messages;
  return {
    data: Uint8Array.from(arrived.data),
    attributes: arrived.attributes,
    ...(arrived.orderingKey === "" ? {} : { orderingKey: arrived.orderingKey }),
  };
}

describe("toWire", () => {
  it("lets what fits travel plainly, under its own name", () => {
    const wire = toWire(
      aMessage({
        body: Buffer.from([0, 255]),
        attributes: attributes({
          tenant: "a",
          empty: "",
          weight: { type: "Number.kg", value: "1.50" },
          picture: { type: "Binary", value: "AP8=" },
          __proto__x: "1",
        }),
        orderingKey: "customer 7",
        trail: ["shop/first"],
      }),
    );
    expect(wire).toEqual({
      data: Buffer.from([0, 255]),
      orderingKey: "customer 7",
      attributes: {
        tenant: "a",
        empty: "",
        weight: "1.50",
        picture: "AP8=",
        __proto__x: "1",
        hopspan: encodeHeader({
          id: "origin/m1",
          trail: ["shop/first"],
          sentAt: 1_700_000_000_000,
          types: new Map([
            ["weight", "Number.kg"],
            ["picture", "Binary"],
          ]),
        }),
      },
    });
  });

  it.each([
    ["a reserved name", "hopspan", "x"],
    ["the name of a continuation", "hopspan.3", "x"],
    ["a name that belongs to Google", "googclient_x", "x"],
    ["an empty name", "", "x"],
    ["a name of 257 bytes", "ü".repeat(128).concat("x"), "x"],
    ["half a surrogate pair in a name", "a\ud800", "x"],
    ["half a surrogate pair in a value", "a", "\udc00"],
    ["a value of 1,025 bytes", "a", "ü".repeat(512).concat("x")],
  ])("carries %s in the header", (_, name, value) => {
    const message = aMessage({ attributes: attributes({ [name]: value }) });
    const wire = toWire(message);
    expect(plainNames(wire)).toEqual([]);
    expectLegal(wire);
    expect(back(wire)).toEqual(message);
  });

  it("keeps names and values of just the limit plain", () => {
    const [name, value] = ["ü".repeat(128), "ü".repeat(512)];
    expect(toWire(aMessage({ attributes: attributes({ [name]: value }) })).attributes[name]).toBe(value);
  });

  it("keeps the name __proto__ plain, and it survives the network and a push", () => {
    const message = aMessage({ attributes: new Map([["__proto__", text("x")]]), body: Uint8Array.of(1) });
    const wire = toWire(message);
    expect(plainNames(wire)).toEqual(["__proto__"]);
    expect(back(overTheNetwork(wire))).toEqual(message);
    const pushed = JSON.parse(JSON.stringify(wire.attributes)) as Record<string, string>;
    expect(back({ ...wire, attributes: pushed })).toEqual(message);
  });

  it("hashes a key that Pub/Sub can't hold, and carries the exact one", () => {
    const long = "k".repeat(1_025);
    const message = aMessage({ orderingKey: long });
    const wire = toWire(message);
    expect(wire.orderingKey).toBe(createHash("sha256").update(long).digest("base64url"));
    expect(back(wire)).toEqual(message);
    expect(toWire(aMessage({ orderingKey: "k".repeat(1_024) })).orderingKey).toBe("k".repeat(1_024));
    expect(back(toWire(aMessage({ orderingKey: "\ud800" }))).orderingKey).toBe("\ud800");
  });

  it("counts an empty ordering key as none", () => {
    expect(Object.keys(toWire(aMessage({ orderingKey: "" })))).toEqual(["data", "attributes"]);
  });

  it("adds a traceparent for readers where only AWS's trace is there, and drops it on the way back", () => {
    const traceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const message = aMessage({ traceHeader });
    const wire = toWire(message);
    expect(wire.attributes["traceparent"]).toBe("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01");
    expect(back(wire)).toEqual(message);
  });

  it("adds a traceparent for readers where only Google's is there", () => {
    const google = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const message = aMessage({ attributes: attributes({ googclient_traceparent: google }) });
    expect(toWire(message).attributes["traceparent"]).toBe(google);
    expect(back(toWire(message))).toEqual(message);
  });

  it("leaves the sender's own traceparent alone", () => {
    const traceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const message = aMessage({ traceHeader, attributes: attributes({ traceparent: "mine" }) });
    expect(toWire(message).attributes["traceparent"]).toBe("mine");
    expect(back(toWire(message))).toEqual(message);
  });

  it("spends no attribute of the sender's on a trace where all places are taken", () => {
    const traceHeader = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    const message = aMessage({ traceHeader, attributes: attributes(many(99, String)) });
    expect(plainNames(toWire(message))).toHaveLength(99);
    expect(plainNames(toWire(message))).not.toContain("traceparent");
  });

  it("moves the longest-named attributes into the header where a hundred are too many", () => {
    const message = aMessage({
      attributes: attributes({ ...many(98, String), "a-long-name": "1", "a-longer-name": "2" }),
    });
    const wire = toWire(message);
    expectLegal(wire);
    expect(plainNames(wire)).toHaveLength(99);
    expect(plainNames(wire)).not.toContain("a-longer-name");
    expect(back(wire)).toEqual(message);
  });

  it("chooses the same ones whatever the order in which they came", () => {
    const all = Object.entries(many(120, (at) => "x".repeat(at)));
    const [one, other] = [all, all.toReversed()].map((entries) =>
      plainNames(toWire(aMessage({ attributes: attributes(Object.fromEntries(entries)) }))).sort(),
    );
    expect(one).toEqual(other);
  });

  it("moves the smallest ones where the longest-named make the header too large", () => {
    const large = Array.from({ length: 98 }, (_, at) => [`${at}`.padStart(256, "n"), "v".repeat(1_024)] as const);
    const message = aMessage({ attributes: attributes({ ...Object.fromEntries(large), a: "1", b: "2" }) });
    const wire = toWire(message);
    expectLegal(wire);
    expect(plainNames(wire)).not.toContain("a");
    expect(back(wire)).toEqual(message);
  });

  it("refuses by name what can't be made to fit", () => {
    const message = aMessage({ attributes: attributes(many(100, () => "v".repeat(1_024))) });
    expect(() => toWire(message)).toThrow(
      new SinkError(
        "ATTRIBUTES_TOO_LARGE",
        "message origin/m1 has more in its attributes than 100 of Pub/Sub can hold",
        false,
      ),
    );
  });
});

describe("fromWire", () => {
  it("gives a foreign message an id from the endpoint and the broker's id", () => {
    const payload = Uint8Array.of(1, 2);
    const foreign = {
      data: payload,
      attributes: { tenant: "a", "hopspan.1": "mine", hopspan: "mine too" },
      orderingKey: "k",
    };
    expect(back(foreign)).toEqual({
      id: "orders:77",
      body: payload,
      attributes: attributes(foreign.attributes),
      orderingKey: "k",
      trail: [],
      sentAt: 1_700_000_000_500,
    });
  });

  it("refuses a header that is damaged", () => {
    const wire = { data: new Uint8Array(), attributes: { hopspan: '{"v":1,"i":' } };
    expect(() => back(wire)).toThrow(expect.objectContaining({ name: "DecodeError", code: "HEADER" }));
  });

  it("refuses a header of a newer version", () => {
    const wire = { data: new Uint8Array(), attributes: { hopspan: '{"v":2}' } };
    expect(() => back(wire)).toThrow(expect.objectContaining({ name: "DecodeError", code: "HEADER_VERSION" }));
  });
});

describe("the wire", () => {
  it("gives every message back exactly, over the very bytes of a publish", () => {
    fc.assert(
      fc.property(anyMessage(), (message) => {
        const wire = toWire(message);
        expectLegal(wire);
        expect(toWire(message)).toEqual(wire);
        expect(back(overTheNetwork(wire))).toEqual(message);
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives a message with far too much in its attributes back exactly, or refuses it by name", () => {
    const crowd = fc.dictionary(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ maxLength: 1_300 }), {
      maxKeys: 130,
      size: "max",
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(anyMessage(), crowd, (few, more) => {
        const message = { ...few, attributes: new Map([...few.attributes, ...attributes(more)]) };
        try {
          const wire = toWire(message);
          expectLegal(wire);
          expect(back(overTheNetwork(wire))).toEqual(message);
        } catch (thrown) {
          expect(thrown).toMatchObject({ name: "SinkError", code: "ATTRIBUTES_TOO_LARGE", retryable: false });
        }
      }),
      { numRuns: 100 },
    );
  });

  it("loses nothing of what a stranger may publish", () => {
    const legalText = (maxLength: number) =>
      fc.string({ unit: "binary", maxLength }).map((value) => value.toWellFormed());
    const name = fc.oneof(
      fc.constantFrom("hopspan", "hopspan.1", "hopspan.2", "__proto__", "traceparent", "googclient_traceparent"),
      legalText(60).filter((value) => value !== ""),
    );
    const stranger = fc.record({
      data: fc.uint8Array(),
      names: fc.dictionary(name, legalText(200), { maxKeys: 30, noNullPrototype: false }),
      orderingKey: fc.option(
        legalText(200).filter((key) => key !== ""),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(stranger, ({ data, names, orderingKey }) => {
        const published = overTheNetwork({
          data,
          attributes: names,
          ...(orderingKey === undefined ? {} : { orderingKey }),
        });
        const message = back(published);
        expect(back(overTheNetwork(toWire(message)))).toEqual(message);
        expect([...message.attributes].map(([own, { value }]) => [own, value])).toEqual(Object.entries(names));
        expect([message.body, message.orderingKey]).toEqual([data, orderingKey]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(corpus.map(({ name, message }): [string, Message] => [name, message]))("carries %s", (_, message) => {
    const wire = toWire(message);
    expectLegal(wire);
    expect(back(wire)).toEqual(message);
  });
});
