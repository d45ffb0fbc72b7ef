import { describe, expect, it } from "vitest";
import { account, balanced } from "../../../infra/local/reconcile.ts";

const said = { relayed: 7, dropped: 2, dead: 1, retried: 3, messages: 7 };
const seen = { accepted: 12, settled: 10, inFlight: 2, out: 0, movedToDead: 0, arrived: 7 };

describe("account", () => {
  it("balances where everything that went in is delivered, dropped, dead or in flight", () => {
    const line = account("retail/export", said, seen);
    expect(line).toEqual({
      link: "retail/export",
      in: 12,
      delivered: 7,
      dropped: 2,
      dead: 1,
      inFlight: 2,
      retried: 3,
      duplicates: 0,
      gap: 0,
      missing: 0,
    });
    expect(balanced([line])).toBe(true);
  });

  it("shows a message that left the source without having become anything", () => {
    const line = account("retail/export", { ...said, relayed: 6, messages: 6 }, seen);
    expect([line.gap, balanced([line])]).toEqual([1, false]);
  });

  it("shows a message that was called sent and never arrived", () => {
    const line = account("retail/export", said, { ...seen, arrived: 6 });
    expect([line.missing, balanced([line])]).toEqual([1, false]);
  });

  it("takes a report too many for a duplicate, not for a gap", () => {
    const line = account("retail/export", { ...said, relayed: 9, messages: 9 }, { ...seen, arrived: 9 });
    expect([line.duplicates, line.delivered, balanced([line])]).toEqual([2, 7, true]);
  });

  it("takes what is reported and still out for what it is: in flight, and no duplicate", () => {
    const line = account("retail/export", said, { ...seen, settled: 4, inFlight: 8, out: 8 });
    expect(line).toMatchObject({ delivered: 1, dropped: 2, dead: 1, inFlight: 8, duplicates: 0, gap: 0, missing: 0 });
  });

  it("never gives less than nothing, however much is reported and not settled", () => {
    const line = account("retail/export", said, { ...seen, settled: 1, inFlight: 11, out: 4 });
    expect(line).toMatchObject({ delivered: 0, dropped: 0, dead: 1, inFlight: 11, duplicates: 5, gap: 0 });
  });

  it("counts what the broker buried by itself among the dead", () => {
    const line = account("retail/export", said, { ...seen, accepted: 13, movedToDead: 1 });
    expect([line.dead, balanced([line])]).toEqual([2, true]);
  });
});
