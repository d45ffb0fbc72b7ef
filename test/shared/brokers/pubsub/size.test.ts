import { describe, expect, it } from "vitest";
import { messageBytes } from "../../../../shared/brokers/pubsub/size.ts";

describe("messageBytes", () => {
  it("counts the payload, the UTF-8 of names and values, and the ordering key", () => {
    const data = new Uint8Array(1_000);
    expect(messageBytes({ data, attributes: {} })).toBe(1_000);
    expect(messageBytes({ data, attributes: { é: "€", b: "" } })).toBe(1_000 + 2 + 3 + 1);
    expect(messageBytes({ data, attributes: {}, orderingKey: "ключ" })).toBe(1_000 + 8);
  });
});
