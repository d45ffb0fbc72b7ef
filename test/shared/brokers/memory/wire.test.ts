import { describe, expect, it } from "vitest";
import { fromWire, toWire } from "../../../../shared/brokers/memory/wire.ts";
import type { Message } from "../../../../shared/core/message.ts";
import { aMemoryEndpoint, aMemoryWire } from "../../../support/a-memory-queue.ts";
import { aMessage } from "../../../support/a-message.ts";

const stamp = { messageId: "7", acceptedAt: 5_000 };
const endpoint = aMemoryEndpoint();
const text = (value: string) => ({ type: "String", value });
const again = (message: Message) => fromWire(toWire(message), stamp, endpoint);

describe("the wire of memory", () => {
  it("gives a message back as it was, with all that it can have", () => {
    const whole = aMessage({
      body: Uint8Array.of(0, 255, 10),
      attributes: new Map([
        ["plain", text("1")],
        ["typed", { type: "Number.int", value: "1" }],
        ["__proto__", text("mine")],
        ["hopspan", text("my own")],
        ["hopspan.1", { type: "Binary", value: "AA==" }],
      ]),
      orderingKey: "a key",
      tenant: "t",
      deduplicationId: "d",
      traceHeader: "Root=1",
      trail: ["f/a"],
    });
    expect(again(whole)).toEqual(whole);
    expect(again(aMessage())).toEqual(aMessage());
  });

  it("leaves in plain sight what fits", () => {
    const wire = toWire(aMessage({ attributes: new Map([["a", text("1")]]), orderingKey: "k" }));
    expect([Buffer.from(wire.body).toString(), wire.orderingKey, wire.attributes.get("a")]).toEqual([
      "body",
      "k",
      text("1"),
    ]);
  });

  it("gives a foreign message its identity from the queue", () => {
    const foreign = { ...aMemoryWire("hello", "k"), attributes: new Map([["hopspan", text("my own")]]) };
    expect(fromWire(foreign, stamp, endpoint)).toEqual({
      id: "orders:7",
      body: new TextEncoder().encode("hello"),
      attributes: new Map([["hopspan", text("my own")]]),
      orderingKey: "k",
      trail: [],
      sentAt: 5_000,
    });
  });

  it("refuses a damaged header", () => {
    const cut = { ...aMemoryWire("x"), attributes: new Map([["hopspan", text('{"v":1,"i":')]]) };
    expect(() => fromWire(cut, stamp, endpoint)).toThrow(
      expect.objectContaining({ name: "DecodeError", code: "HEADER" }),
    );
  });
});
