import { describe, expect, it } from "vitest";
import { md5OfAttributes, md5OfBody } from "../../../../infra/local/sqs/md5.ts";

describe("md5OfBody", () => {
  it("is of the UTF-8 bytes", () => {
    expect(md5OfBody("This is a test message")).toBe("fafb00f5732ab283681e124bf8747ed1");
  });
});

describe("md5OfAttributes", () => {
  it("agrees with an independent server for every type, whatever the order", () => {
    const attributes = new Map([
      ["b.in", { type: "Binary.png", value: "AAH+/w==" }],
      ["Zed", { type: "String", value: "zé" }],
      ["a-num", { type: "Number", value: "1.50" }],
    ]);
    expect(md5OfAttributes(attributes)).toBe("8309cdce4c63b55eea2abba660c01e4a");
    expect(md5OfAttributes(new Map([...attributes].toReversed()))).toBe("8309cdce4c63b55eea2abba660c01e4a");
  });

  it("is absent where there are no attributes", () => {
    expect(md5OfAttributes(new Map())).toBeUndefined();
  });
});
