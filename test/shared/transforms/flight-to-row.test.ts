import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flightToRow } from "../../../shared/transforms/flight-to-row.ts";
import { bodies, jsonMessage, someTools, transformSuite } from "../../suites/transform-suite.ts";

const flight = { date: "2001/01/01 00:47", delay: 66, distance: 1750, origin: "DTW", destination: "LAS" };

transformSuite("flight-to-row", { body: flight, refused: ["x", { zone: "UTC" }, [], 0] });

const step = flightToRow.create({}, someTools);
const row = (record: unknown) => JSON.parse(bodies(step(jsonMessage(record)))[0] ?? "");

describe("flightToRow", () => {
  it("gives a typed row with an ISO time", () => {
    expect(row(flight)).toEqual({
      departs_at: "2001-01-01T00:47:00",
      origin: "DTW",
      destination: "LAS",
      route: "DTW-LAS",
      delay_minutes: 66,
      distance_miles: 1750,
    });
  });

  it("takes every record of the public data set", () => {
    const file = join(import.meta.dirname, "../../../node_modules/vega-datasets/data/flights-20k.json");
    const records: readonly (typeof flight)[] = JSON.parse(readFileSync(file, "utf8"));
    const times = records.map((record) => row(record).departs_at);
    expect(times).toEqual(records.map(({ date }) => `${date.replaceAll("/", "-").replace(" ", "T")}:00`));
    expect(times).toHaveLength(20_000);
  });

  it.each(["2001/02/31 10:00", "2001/01/01 24:30", "2001-01-01T00:47:00Z", ""])("refuses the date %j", (date) => {
    expect(() => row({ ...flight, date })).toThrow("the body does not fit the schema at date");
  });
});
