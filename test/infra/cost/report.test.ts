import { describe, expect, it } from "vitest";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import { costReport, MODEL } from "../../../infra/cost/report.ts";
import { aLambdaShape, aLoad } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const now = new Date("2026-11-25T10:00:00Z");

describe("costReport", () => {
  const report = costReport([{ shape: aLambdaShape(), load: aLoad(100) }], list, now);

  it("says that it is a model, for which day, and what its prices rest on", () => {
    expect(report).toMatchObject({ model: MODEL, currency: "USD", on: "2026-11-25" });
    expect(MODEL).toContain("nothing was measured in a cloud");
    expect(report.prices.map(({ name, mark, date }) => `${name} ${mark} ${date}`)).toEqual([
      "aws.egress S 2026-06",
      "cloudwatch.logs S 2026-06",
      "lambda.gb-seconds V* 2026-09-19",
      "lambda.requests V* 2026-09-19",
      "pubsub.publish V* 2026-09-20",
      "sqs.standard S 2026-06",
    ]);
  });

  it("warns of prices that are old on that day", () => {
    expect(report.warnings).toEqual([expect.stringContaining("older than 90 days on 2026-11-25")]);
    expect(costReport([], list, new Date("2023-01-01")).warnings).toEqual([]);
  });

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
