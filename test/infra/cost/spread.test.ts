import { describe, expect, it } from "vitest";
import { ASSUMPTIONS, assume } from "../../../infra/cost/assumptions.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import type { LinkShape } from "../../../infra/cost/shape.ts";
import { spreads } from "../../../infra/cost/spread.ts";
import { aLambdaShape, aLoad, aQueue, aRunShape, SILENT } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const open = (shape: LinkShape, changes: object = {}) =>
  spreads({ shape, load: aLoad(100, changes) }, list).map(({ about }) => about);

describe("spreads", () => {
  it("name the fill of a receive first where a queue is the source", () => {
    expect(open(aLambdaShape())).toEqual(["messages per receive", "pollers of a quiet queue"]);
  });

  it("name the fill of a send first where pushes meet", () => {
    expect(open(aRunShape())).toEqual(["messages per send", "bytes around a message"]);
    expect(open(aRunShape({ logs: { ...SILENT, summaries: true } }))[1]).toBe("size of log entries");
  });

  it("count how bodies compress until somebody says it, and prices that differ", () => {
    const { compressedShare: _, ...load } = aLoad(100);
    const shape = aLambdaShape();
    expect(spreads({ shape, load }, list).map(({ about }) => about)).toContain("how well bodies compress");
    expect(open(aLambdaShape({ targets: [aQueue({ region: "us-east-1" })] }))).toContain("prices");
  });

  it("move one unknown alone, so each lies around what is assumed", () => {
    const [fill] = spreads({ shape: aLambdaShape(), load: aLoad(100) }, list);
    expect(fill?.perMonth.low).toBeLessThan(fill?.perMonth.assumed ?? 0);
    expect(fill?.perMonth.high).toBeGreaterThan(fill?.perMonth.assumed ?? 0);
    expect(fill?.why).toContain("no page says");
  });
});

describe("assume", () => {
  it("moves only what it is asked to", () => {
    const moved = assume("high", (unknown) => unknown === "idlePollers");
    const changed = Object.keys(ASSUMPTIONS).filter(
      (name) => moved[name as keyof typeof moved] !== ASSUMPTIONS[name as keyof typeof ASSUMPTIONS].assumed,
    );
    expect(changed).toEqual(["idlePollers"]);
  });
});
