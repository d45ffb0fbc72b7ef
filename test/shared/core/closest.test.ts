import { describe, expect, it } from "vitest";
import { closest } from "../../../shared/core/closest.ts";

describe("closest", () => {
  it("finds a name with a slip of the finger", () => {
    expect(
      ["oders", "Orders", "order-feeds", "payment"].map((word) => closest(word, ["orders", "order-feed", "payments"])),
    ).toEqual(["orders", "orders", "order-feed", "payments"]);
  });

  it("suggests nothing where nothing is near", () => {
    expect([closest("zzz", ["orders"]), closest("x", [])]).toEqual([undefined, undefined]);
  });
});
