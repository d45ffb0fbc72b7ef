import { describe, expect, it } from "vitest";
import { estimate } from "../../../infra/cost/estimate.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import { aLambdaShape, aLoad, aRunShape } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const cents = (value: number) => Math.round(value * 100) / 100;

describe("estimate", () => {
  it("counts what is free once for all links, not once for each", () => {
    const links = [1, 2, 3].map((at) => ({ shape: aLambdaShape({ name: `shop/${at}` }), load: aLoad(1) }));
    const { perMonth, afterFree } = estimate(links, list);
    const one = estimate(links.slice(0, 1), list);
    expect(cents(perMonth.assumed)).toBe(cents(3 * one.perMonth.assumed));
    expect(cents(afterFree.assumed)).toBeGreaterThan(cents(3 * one.afterFree.assumed));
  });

  it("costs nothing for a million messages a month in bursts, once the free parts are used", () => {
    const load = aLoad(1e6 / 2_628_000, { burstPerSecond: 1_000 });
    const { perMonth, afterFree } = estimate([{ shape: aLambdaShape(), load }], list);
    expect([cents(perMonth.assumed), cents(afterFree.assumed)]).toEqual([0.26, 0]);
  });

  it("adds what a fabric has once, and what it costs while idle", () => {
    const fabric = { alarms: 12, dashboards: 4, customMetrics: 5, alertConditions: 3 };
    const { once, idle, afterFree } = estimate([{ shape: aRunShape(), load: aLoad(0) }], list, fabric);
    expect(once.map(({ label, perMonth }) => [label, cents(perMonth.low), cents(perMonth.high)])).toEqual([
      ["CloudWatch alarms", 1.2, 1.2],
      ["CloudWatch dashboards", 12, 12],
      ["CloudWatch custom metrics", 1.5, 1.5],
      ["Google alert conditions", 0, 4.5],
    ]);
    expect([cents(idle.assumed), cents(afterFree.assumed)]).toEqual([15, 5]);
  });

  it("speaks of millions only where messages come", () => {
    const [link] = estimate([{ shape: aRunShape(), load: aLoad(0) }], list).links;
    expect(link).toMatchObject({ name: "shop/return", crossing: "pubsub-to-sqs", messagesPerMonth: 0, lines: [] });
    expect(link).not.toHaveProperty("perMillion");
  });

  it("saves by volume above a hundred billion requests", () => {
    const per = (rate: number) => {
      const [link] = estimate([{ shape: aLambdaShape(), load: aLoad(rate, { bodyBytes: 102_400 }) }], list).links;
      const line = link?.lines.find(({ item }) => item === "receive");
      return (line?.perMonth.assumed ?? 0) / ((line?.amount.assumed ?? 1) / 1e6);
    };
    expect([per(10_000), per(100_000)].map((rate) => Math.round(rate * 1e3) / 1e3)).toEqual([0.4, 0.289]);
  });

  it("refuses a load that its link can't carry", () => {
    expect(() => estimate([{ shape: aLambdaShape(), load: aLoad(1, { bodyBytes: 2e6 }) }], list)).toThrow(
      "link shop/export",
    );
  });
});
