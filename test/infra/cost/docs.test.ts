import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { estimate } from "../../../infra/cost/estimate.ts";
import { digits } from "../../../infra/cost/figures.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import { aLambdaShape, aLoad, aRunShape } from "../../support/a-cost-shape.ts";

const docs = readFileSync(join(import.meta.dirname, "../../../docs/cost.md"), "utf8");
const rows = [...docs.matchAll(/^\| (queue to topic|topic to queue) +\| ([\d,]+)\/s +\| \$([\d.]+) +\| \$([\d.]+) /gm)];

describe("the docs", () => {
  it("show figures of the model as it is", () => {
    const shapes = { "queue to topic": aLambdaShape({ memoryMb: 256 }), "topic to queue": aRunShape() };
    const told = rows.map(([, link, rate, floor, cost]) => [link, rate, floor, cost]);
    const computed = (["queue to topic", "topic to queue"] as const).flatMap((link) =>
      ["10,000", "100"].map((rate) => {
        const load = aLoad(Number(rate.replace(",", "")));
        const per = estimate([{ shape: shapes[link], load }], standardPrices()).links[0]?.perMillion;
        return [link, rate, digits(per?.floor.assumed ?? 0), digits(per?.cost.assumed ?? 0)];
      }),
    );
    expect(told).toEqual(computed);
  });
});
