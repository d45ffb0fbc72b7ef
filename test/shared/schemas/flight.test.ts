import { describe, expect, it } from "vitest";
import { flight, isoLocal } from "../../../shared/schemas/flight.ts";

const one = { date: "2001/02/28 00:47", delay: -6, distance: 1750, origin: "DTW", destination: "LAS" };

describe("a flight", () => {
  it("has a date that exists", () => {
    expect(flight.safeParse(one).success).toBe(true);
    expect(flight.safeParse({ ...one, date: "2001/02/31 00:47" }).success).toBe(false);
    expect(isoLocal(one.date)).toBe("2001-02-28T00:47:00");
  });

  it("has whole figures and codes of airports", () => {
    const paths = [{ delay: 0.5 }, { distance: -1 }, { origin: "dtw" }].map(
      (change) => flight.safeParse({ ...one, ...change }).error?.issues[0]?.path[0],
    );
    expect(paths).toEqual(["delay", "distance", "origin"]);
  });
});
