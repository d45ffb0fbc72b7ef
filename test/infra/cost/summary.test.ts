import { describe, expect, it } from "vitest";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import { costReport } from "../../../infra/cost/report.ts";
import { summarizeCost } from "../../../infra/cost/summary.ts";
import { aLambdaShape, aLoad, aRunShape } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const now = new Date("2026-11-25T10:00:00Z");
const load = aLoad(100);
const named = (name: string, takes?: string) => aLambdaShape({ name, ...(takes === undefined ? {} : { takes }) });
const summary = (...shapes: readonly ReturnType<typeof named>[]) =>
  summarizeCost(
    costReport(
      shapes.map((shape) => ({ shape, load })),
      list,
      now,
    ),
  );

describe("the cost in short", () => {
  it("has a line per hop, the sums, what is there once, the best advice, and one warning of old prices", () => {
    const links = [
      { shape: named("shop/export", "orders"), load },
      { shape: aRunShape({ name: "shop/return", takes: "scores" }), load },
    ];
    const fabric = { alarms: 3, dashboards: 0, customMetrics: 0, alertConditions: 1 };
    expect(summarizeCost(costReport(links, list, now, fabric))).toEqual([
      "Cost in US dollars a month (a model), each link at 100/s of 1,024 bytes",
      "  hop                 $ month    low to high  $/million  floor   idle",
      "  export                 83.6    41.3 to 140      0.318   39.8  0.105",
      expect.stringMatching(/^ {2}return +\d+ /),
      "  alarms, dashboards    0.400  0.300 to 1.80          -      -  0.400",
      expect.stringMatching(/^ {2}everything +\d+ /),
      expect.stringMatching(/^ {2}after free parts +\d+ /),
      expect.stringMatching(/^warning: 14 of the 25 prices and free parts used here are older than 90 days/),
    ]);
  });

  it("adds up the links of a hop, whose messages come once for each source and not for each target", () => {
    const sum = (...shapes: readonly ReturnType<typeof named>[]) =>
      summary(...shapes)
        .find((line) => line.startsWith("  spread "))
        ?.trim()
        .split(/ {2,}/);
    const [one, two] = [sum(named("shop/spread", "a")), sum(named("shop/spread.split", "a"), named("shop/spread.x"))];
    expect([one?.[1], one?.[3]]).toEqual(["83.6", "0.318"]);
    expect([two?.[1], two?.[3]]).toEqual(["167", "0.636"]);
    // Two sources: twice the messages.
    expect(sum(named("shop/spread.a", "a"), named("shop/spread.b", "b"))?.[3]).toBe("0.318");
  });

  it("names the hops that cost most, where there are many, and adds up the rest", () => {
    const cheap = aLambdaShape({ name: "shop/cheap", targets: [] });
    const lines = summary(cheap, ...Array.from({ length: 24 }, (_, at) => named(`shop/h${at}`, `q${at}`)));
    expect(lines.filter((line) => line.startsWith("  h")).length).toBe(21);
    expect(lines.find((line) => line.includes("5 more hops"))).toMatch(/^ {2}5 more hops +\d+ +\d+ to \d+ +- +\d+ /);
  });

  it("shows the three settings that save most, by their hop", () => {
    const shapes = ["a", "b", "c", "d"].map((name) =>
      aLambdaShape({ name: `shop/${name}`, batch: { maxMessages: 10, windowSeconds: 0 } }),
    );
    const advice = summary(...shapes).filter((line) => line.includes(": cheaper: "));
    expect(advice).toHaveLength(3);
    expect(advice[0]).toMatch(/^ {2}a: cheaper: latency: normal saves \$/);
  });
});
