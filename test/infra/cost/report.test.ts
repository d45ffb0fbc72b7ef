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

  it("warns once of prices that are old on that day, and only of those that the figures rest on", () => {
    expect(report.warnings).toEqual([
      "warning: 5 of the 12 prices and free parts used here are older than 90 days on 2026-11-25; the oldest is aws.egress, of 2026-06: see docs/cost.md for how to refresh them",
    ]);
    // Nothing of Google's logs, of 2024, is used by a link on AWS.
    expect(report.prices.map(({ name }) => name)).not.toContain("google.logs");
    expect(costReport([{ shape: aLambdaShape(), load: aLoad(100) }], list, new Date("2023-01-01")).warnings).toEqual(
      [],
    );
    expect(costReport([], list, now).warnings).toEqual([]);
  });

  it("says what is in no figure, since nobody says how much comes", () => {
    const shape = { alarms: 0, dashboards: 0, customMetrics: 0, alertConditions: 0 };
    const notesOf = (unmetered: readonly string[]) => costReport([], list, now, { ...shape, unmetered }).notes;
    expect([notesOf([]), notesOf(["rows"])]).toEqual([
      [],
      ["note: rows lands somewhere, and no hop sends to it: what that costs is in no figure"],
    ]);
    expect(notesOf(["rows", "files"])[0]).toContain("rows, files land somewhere, and no hop sends to them");
  });

  it("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
