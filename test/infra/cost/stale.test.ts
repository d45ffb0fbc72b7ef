import { describe, expect, it } from "vitest";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import { type Dated, stalePrices, staleWarning } from "../../../infra/cost/stale.ts";

const list = standardPrices();
const dated = (of: (name: string) => string): readonly Dated[] =>
  Object.keys(list.prices).map((name) => [name, { date: of(name) }]);

describe("stalePrices", () => {
  it("names what is older than 90 days on the day of the run, the oldest first", () => {
    const dates: Record<string, string> = {
      "sqs.fifo": "2026-08-26",
      "sqs.fair": "2026-05",
      "aws.egress": "2026-08-27",
    };
    const old = stalePrices(
      dated((name) => dates[name] ?? "2026-11"),
      new Date("2026-11-25T12:00:00Z"),
    );
    expect(old).toEqual([
      { name: "sqs.fair", date: "2026-05", ageDays: 208 },
      { name: "sqs.fifo", date: "2026-08-26", ageDays: 91 },
    ]);
  });
});

describe("staleWarning", () => {
  it("is one line with the oldest price and the way out", () => {
    expect(
      staleWarning(
        dated((name) => (name === "sqs.fair" ? "2026-05" : "2026-11")),
        new Date("2026-11-25"),
      ),
    ).toBe(
      "warning: 1 of the 28 prices and free parts used here is older than 90 days on 2026-11-25; the oldest is sqs.fair, of 2026-05: see docs/cost.md for how to refresh them",
    );
  });

  it("is silent while all are fresh", () => {
    expect(
      staleWarning(
        dated(() => "2026-11"),
        new Date("2026-11-25"),
      ),
    ).toBeUndefined();
  });
});
