import { afterEach, describe, expect, it } from "vitest";
import { pubsubDeadLetters } from "../../../../shared/brokers/pubsub/dead-letters.ts";
import type { PubsubEndpoint } from "../../../../shared/brokers/pubsub/endpoint.ts";
import type { PubsubWire } from "../../../../shared/brokers/pubsub/wire.ts";
import { DecodeError } from "../../../../shared/core/errors.ts";
import type { Reason } from "../../../../shared/core/ports.ts";
import { aBudget, aDelivery } from "../../../support/a-message.ts";
import { aPubsubServer, type PublishAnswer, taken } from "./a-pubsub-server.ts";

const endpoint: PubsubEndpoint = {
  broker: "pubsub",
  name: "graves",
  topic: "graves",
  ordered: false,
  project: "shop",
  region: "europe-west1",
};
const reason: Reason = {
  link: "shop/orders",
  error: new DecodeError("HEADER", "the header is cut"),
  at: 1_700_000_000_000,
};
const raw = (parts: Partial<PubsubWire> = {}): PubsubWire => ({ data: Buffer.from("body"), attributes: {}, ...parts });

let close = async () => {};
afterEach(() => close());

async function aGraveyard(answer: (call: Parameters<typeof taken>[0]) => PublishAnswer = taken) {
  const server = await aPubsubServer(answer);
  close = server.close;
  const deadLetters = pubsubDeadLetters(endpoint, { client: server.client });
  const bury = (wire: unknown, why = reason, budget = aBudget()) =>
    deadLetters.put(aDelivery("r1", { raw: wire, attempt: 4 }), why, budget);
  const [only] = [() => server.confirmed[0] ?? { data: Buffer.alloc(0), attributes: {}, orderingKey: "nothing came" }];
  return {
    ...server,
    bury,
    letter: only,
    words: () => JSON.parse(only().attributes["hopspan-dead"] ?? "{}") as object,
  };
}

/** The raw attributes, from the plain ones and those inside the reason's continuation. */
function restored(attributes: Readonly<Record<string, string>>) {
  const { "hopspan-dead": _, ...rest } = attributes;
  const parts = Object.keys(rest).filter((name) => name.startsWith("hopspan-dead."));
  const crowded = parts.sort((a, b) => Number(a.slice(13)) - Number(b.slice(13))).map((name) => rest[name]);
  const plain = Object.entries(rest).filter(([name]) => !parts.includes(name));
  return Object.fromEntries([...plain, ...(JSON.parse(crowded.join("") || "[]") as [string, string][])]);
}

describe("pubsubDeadLetters", () => {
  it("publish bytes, attributes and key as they came, with the reason beside them", async () => {
    const { bury, confirmed, calls } = await aGraveyard();
    const attributes = { tenant: "é", hopspan: "anything", googclient_x: "1", __proto__x: "" };
    await bury(raw({ data: Buffer.from([0, 255]), attributes, orderingKey: "customer 7" }));
    expect(calls.map(({ topic }) => topic)).toEqual(["projects/shop/topics/graves"]);
    expect(confirmed).toMatchObject([{ data: Buffer.from([0, 255]), orderingKey: "customer 7" }]);
    expect(confirmed[0]?.attributes).toEqual({
      ...attributes,
      "hopspan-dead": JSON.stringify({
        link: "shop/orders",
        code: "HEADER",
        class: "DecodeError",
        reason: "the header is cut",
        at: 1_700_000_000_000,
        attempt: 4,
        receipt: "r1",
      }),
    });
  });

  it("take a request without a single byte", async () => {
    const { bury, letter } = await aGraveyard();
    await bury(raw({ data: new Uint8Array() }));
    expect([letter().data.byteLength, Object.keys(letter().attributes)]).toEqual([0, ["hopspan-dead"]]);
  });

  it.each(["x".repeat(3_000), "€😀\n".repeat(800)])(
    "shorten a long reason to what an attribute holds",
    async (long) => {
      const { bury, letter } = await aGraveyard();
      await bury(raw(), { ...reason, error: new DecodeError("LONG", long) });
      const { "hopspan-dead": obituary = "" } = letter().attributes;
      expect(Buffer.byteLength(obituary)).toBeLessThanOrEqual(1_024);
      expect(Buffer.byteLength(obituary)).toBeGreaterThan(1_010);
      const said = (JSON.parse(obituary) as { reason: string }).reason;
      expect([said.isWellFormed(), said.endsWith("…"), long.startsWith(said.slice(0, -1))]).toEqual([true, true, true]);
    },
  );

  it("carry attributes that find no room beside a hundred others, and lose none", async () => {
    const { bury, letter } = await aGraveyard();
    const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`name-${at}`, `${at}`.repeat(30)]));
    await bury(raw({ attributes }));
    expect(Object.keys(letter().attributes).length).toBeLessThanOrEqual(100);
    expect(letter().attributes["hopspan-dead.1"]).toBeDefined();
    expect(restored(letter().attributes)).toEqual(attributes);
  });

  it("keep the reason of an earlier death", async () => {
    const { bury, letter } = await aGraveyard();
    const attributes = { "hopspan-dead": "earlier", "hopspan-dead.1": "[]", a: "1" };
    await bury(raw({ attributes }));
    expect(restored(letter().attributes)).toEqual(attributes);
  });

  it("lay down what leaves no room for a reason as it came", async () => {
    const { bury, letter } = await aGraveyard();
    const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`n${at}`, "v".repeat(1_024)]));
    await bury(raw({ attributes }));
    expect([letter().data.toString(), letter().attributes]).toEqual(["body", attributes]);
  });

  it.each([10_000_000, 9_999_999, 9_999_700])("take a message of %i bytes", async (bytes) => {
    const { bury, letter } = await aGraveyard();
    await bury(raw({ data: Buffer.alloc(bytes, "x") }));
    const { data, attributes } = letter();
    expect([data.byteLength, Object.keys(attributes)]).toEqual([bytes, bytes > 9_999_800 ? [] : ["hopspan-dead"]]);
  });

  it("say less, and in the end nothing, where the topic holds against the message what it has no name for", async () => {
    const said: number[] = [];
    const { bury, letter } = await aGraveyard((call) => {
      const words = call.messages[0]?.attributes["hopspan-dead"];
      said.push(Object.keys(JSON.parse(words ?? "{}")).length);
      return words === undefined ? taken(call) : { status: 3 };
    });
    await bury(raw({ attributes: { a: "1" } }));
    expect([said, letter().attributes]).toEqual([[7, 2, 0], { a: "1" }]);
  });

  it("reject a delivery of another broker", async () => {
    const { bury } = await aGraveyard();
    await expect(bury("raw text")).rejects.toMatchObject({ code: "NOT_A_PUSH", retryable: true });
  });

  it("reject where the topic refuses, with its status", async () => {
    const { bury } = await aGraveyard(() => ({ status: 7 }));
    await expect(bury(raw())).rejects.toMatchObject({ name: "SinkError", code: "PERMISSION_DENIED" });
  });

  it("reject where no time is left, and publish nothing", async () => {
    const { bury, calls } = await aGraveyard();
    await expect(bury(raw(), reason, aBudget(0))).rejects.toMatchObject({ code: "HELD", retryable: true });
    expect(calls).toEqual([]);
  });
});
