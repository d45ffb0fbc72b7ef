import { describe, expect, it } from "vitest";
import { messageBytes } from "../../../../shared/brokers/pubsub/size.ts";

describe("messageBytes", () => {
  it("counts the payload, the UTF-8 of names and values, and the ordering key", () => {
    const payload = new Uint8Array(1_000);
    expect(messageBytes({ data: payload, attributes: {} })).toBe(1_000);
    expect(messageBytes({ data: payload, attributes: { é: "€", b: "" } })).toBe(1_000 + 2 + 3 + 1);
    expect(messageBytes({ data: payload, attributes: {}, orderingKey: "ключ" })).toBe(1_000 + 8);
  });
});
