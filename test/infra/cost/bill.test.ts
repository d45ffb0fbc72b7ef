import { describe, expect, it } from "vitest";
import { bill, costBetween } from "../../../infra/cost/bill.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";

const list = standardPrices();
const TB = 1_024e9;

describe("costBetween", () => {
  it("goes through the tiers one by one", () => {
    const egress = list.prices["aws.egress"];
    expect(costBetween(egress, "assumed", 0, 60 * TB)).toBeCloseTo(10_240 * 0.09 + 40_960 * 0.085 + 10_240 * 0.07, 6);
    expect(costBetween(egress, "assumed", 9 * TB, 11 * TB)).toBeCloseTo(1_024 * 0.09 + 1_024 * 0.085, 6);
  });

  it("takes the ends where sources disagree", () => {
    const fifo = list.prices["sqs.fifo"];
    const costs = (["low", "assumed", "high"] as const).map((end) => costBetween(fifo, end, 1e11, 2e11));
    expect(costs).toEqual([35_000, 50_000, 50_000]);
  });
});

describe("bill", () => {
  const used = [
    { price: "sqs.standard", amount: 3e6 },
    { price: "sqs.fifo", amount: 1e6 },
  ] as const;

  it("prices each quantity at the average of its price", () => {
    expect(bill(used, list, "assumed", { free: false }).map(({ cost }) => cost)).toEqual([1.2000000000000002, 0.5]);
  });

  it("shares what is free among all that it covers, once", () => {
    const costs = bill(used, list, "assumed", { free: true }).map(({ cost }) => cost);
    expect(costs.map((cost) => Math.round(cost * 1e6) / 1e6)).toEqual([0.9, 0.375]);
  });

  it("costs nothing below what is free", () => {
    const [line] = bill([{ price: "sqs.standard", amount: 9e5 }], list, "assumed", { free: true });
    expect(line?.cost).toBe(0);
  });
});
