import { describe, expect, it } from "vitest";
import { messageBytes } from "../../../../shared/brokers/sqs/size.ts";

describe("the size of a message on SQS", () => {
  it("counts bytes of the body, and of each attribute's name, type and value", () => {
    const attributes = new Map([
      ["name", { type: "String", value: "é" }],
      ["n", { type: "Number.kg", value: "25" }],
    ]);
    expect(messageBytes({ body: "😀é", attributes })).toBe(6 + (4 + 6 + 2) + (1 + 9 + 2));
  });

  it.each([1, 2, 3, 4])("counts %i bytes of a binary value as what they are, not as base64", (length) => {
    const value = Buffer.alloc(length).toString("base64");
    expect(messageBytes({ body: "x", attributes: new Map([["b", { type: "Binary.png", value }]]) })).toBe(12 + length);
  });

  it("does not count the trace header and the ids", () => {
    const wire = { body: "x", attributes: new Map(), groupId: "g", deduplicationId: "d", traceHeader: "Root=1-x" };
    expect(messageBytes(wire)).toBe(1);
  });
});
