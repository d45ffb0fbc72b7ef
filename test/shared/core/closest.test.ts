import { describe, expect, it } from "vitest";
import { closest } from "../../../shared/core/closest.ts";

describe("closest", () => {
  it("finds a name with a slip of the finger", () => {
    expect(
      ["oders", "Orders", "order-feeds", "payment"].map((word) => closest(word, ["orders", "order-feed", "payments"])),
    ).toEqual(["orders", "orders", "order-feed", "payments"]);
  });

  it("takes two neighbours that were swapped for one slip", () => {
    expect([closest("ot", ["in", "to"]), closest("fro", ["for"]), closest("exprot", ["export"])]).toEqual([
      "to",
      "for",
      "export",
    ]);
  });

  it("suggests no name that has less in common than not", () => {
    const short = ["a", "to", "in", "abc"];
    expect(["zz", "x", "ab", "abz", "zzc"].map((word) => closest(word, short))).toEqual([
      undefined,
      undefined,
      "a",
      "abc",
      undefined,
    ]);
  });

  it("suggests nothing where nothing is near", () => {
    expect([closest("zzz", ["orders"]), closest("x", [])]).toEqual([undefined, undefined]);
  });
});
