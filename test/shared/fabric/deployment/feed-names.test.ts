import { describe, expect, it } from "vitest";
import { feedRoleName, pipeName } from "../../../../shared/fabric/deployment/feed-names.ts";

const region = "eu-west-1";
const stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";
const long = "x".repeat(50);

describe("the name of a feed's role", () => {
  it("starts as all of the fabric's do, fits, and is another one in another region", () => {
    expect(feedRoleName("retail", { name: "events", region })).toBe("retail--events_feed--eu-west-1");
    const names = [region, "eu-central-1"].map((each) => feedRoleName(long, { name: "e".repeat(40), region: each }));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(new RegExp(`^${long}--.{1,12}$`));
  });
});

describe("the name of a pipe", () => {
  it("has a mark of what can't change, under what all pipes of the feed are called by", () => {
    for (const fabric of ["retail", long]) {
      const names = [
        pipeName(fabric, "events", { stream }),
        pipeName(fabric, "events", { stream, startingPosition: "LATEST" }),
        pipeName(fabric, "events", { stream, startingPosition: "TRIM_HORIZON" }),
        pipeName(fabric, "events", { stream: `${stream}1` }),
      ];
      expect(new Set(names.map(({ name }) => name)).size).toBe(3);
      expect(new Set(names.map(({ anyOf }) => anyOf)).size).toBe(1);
      for (const { name, anyOf } of names) {
        expect(name.startsWith(anyOf.slice(0, -1))).toBe(true);
        expect(name.length).toBeLessThanOrEqual(64);
      }
    }
  });
});
