import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../../shared/core/json.ts";
import { keyOf, open, seal } from "../../../../shared/transforms/parts/seal.ts";

const key = keyOf("k", Buffer.alloc(32, 1));
const other = keyOf("other", Buffer.alloc(32, 2));
const jsonOf = (text: string) => parseJson(text).value;

describe("seal", () => {
  it("gives the same for the same, and another text for another value, place, message or key", () => {
    const sealed = seal("x", key, "m1 a");
    expect(seal("x", key, "m1 a")).toBe(sealed);
    const texts = [seal("y", key, "m1 a"), seal("x", key, "m1 b"), seal("x", key, "m2 a"), seal("x", other, "m1 a")];
    expect(new Set([sealed, ...texts]).size).toBe(5);
  });

  it("never takes the border between context and value for another", () => {
    const nonce = (sealed: string) => Buffer.from(sealed.slice(8), "base64url").subarray(4, 16).toString("hex");
    expect(nonce(seal(12, key, "m1"))).not.toBe(nonce(seal(2, key, "m11")));
  });

  it("is text without the value", () => {
    expect(seal("jane@example.com", key, "c")).toMatch(/^sealed1\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(seal("jane", key, "c").slice(8), "base64url").includes("jane")).toBe(false);
  });
});

describe("open", () => {
  it("gives any value back, numbers as written", () => {
    for (const text of ["1.0", "12345678901234567890", '{"a":[1.50,null,"\\ud800"]}', '""', "false"])
      expect(JSON.stringify(open(seal(jsonOf(text), key, "c"), [other, key]))).toBe(text);
    fc.assert(
      fc.property(fc.json(), fc.string(), (text, context) => {
        const value = jsonOf(text);
        expect(JSON.stringify(open(seal(value, key, context), [key]))).toBe(JSON.stringify(value));
      }),
    );
  });

  it("refuses what was changed, anywhere", () => {
    const sealed = Buffer.from(seal("text", key, "c").slice(8), "base64url");
    for (const at of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed[at] = 1 ^ (changed[at] ?? 0);
      expect(() => open(`sealed1.${changed.toString("base64url")}`, [key])).toThrow(
        expect.objectContaining({ code: "SEAL" }),
      );
    }
  });

  it.each([
    "plain",
    "sealed1.",
    "sealed1.AAAA",
    "sealed1.!",
    `${seal(1, key, "c")}=`,
    seal(1, other, "c"),
    7,
    {},
    [],
    "",
  ])("refuses %j", (value) => {
    expect(() => open(value, [key])).toThrow(expect.objectContaining({ name: "TransformError", code: "SEAL" }));
  });
});

describe("keyOf", () => {
  it("refuses a short secret, without showing it", () => {
    expect(() => keyOf("k", Buffer.from("short"))).toThrow(
      "secret k has 5 bytes, at least 32 random ones were expected",
    );
  });

  it("gives an id that does not hold the key", () => {
    expect(key.id).toHaveLength(4);
    expect(key.id.equals(other.id)).toBe(false);
    expect(key.sealing.equals(key.naming)).toBe(false);
  });
});
