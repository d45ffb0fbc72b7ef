import { describe, expect, it } from "vitest";
import { count, digits, ends, quantity } from "../../../infra/cost/figures.ts";
import { table } from "../../../infra/cost/table.ts";

describe("digits", () => {
  it("shows three that mean something, and never more than four decimals", () => {
    expect([0, 0.00001, 0.00123, 0.1514, 4.125, 41.26, 412.6, 41_234.5, -3.256].map(digits)).toEqual([
      "0",
      "<0.0001",
      "0.0012",
      "0.151",
      "4.13",
      "41.3",
      "413",
      "41,235",
      "-3.26",
    ]);
  });

  it("never say nothing of what is something, and round up to the next size as a whole", () => {
    expect([0.0000001, -0.00001, 0.00009996, 0.9996, 9.996, 99.96, 999.6].map(digits)).toEqual([
      "<0.0001",
      ">-0.0001",
      "0.0001",
      "1.00",
      "10.0",
      "100",
      "1,000",
    ]);
  });
});

describe("count", () => {
  it("shortens from a million on", () => {
    expect([12, 262_800, 1.5e6, 2.63e9, 7e12].map(count)).toEqual(["12", "262,800", "1.50 M", "2.63 G", "7.00 T"]);
  });
});

describe("quantity", () => {
  it("says bytes as people do, and other things by their count", () => {
    const told = [
      [640, "bytes"],
      [31_900_000_000, "bytes"],
      [865_000_000, "byte months"],
      [0, "bytes"],
      [26_280_000, "requests"],
      [308_672, "GB-s"],
    ] as const;
    expect(told.map(([amount, unit]) => quantity(amount, unit))).toEqual([
      "640 B",
      "31.9 GB",
      "865 MB-months",
      "0 B",
      "26.3 M requests",
      "308,672 GB-s",
    ]);
  });
});

describe("ends", () => {
  it("is one figure where both read the same", () => {
    expect([ends({ low: 1, assumed: 1, high: 1.0001 }), ends({ low: 1, assumed: 2, high: 3 })]).toEqual([
      "1.00",
      "1.00 to 3.00",
    ]);
  });
});

describe("table", () => {
  it("puts columns under each other, words to the left and figures to the right", () => {
    expect(
      table([
        ["item", "cost"],
        ["a", "1"],
        ["longer", "12"],
      ]),
    ).toEqual(["item    cost", "a          1", "longer    12"]);
  });
});
