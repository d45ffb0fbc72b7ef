import { describe, expect, it } from "vitest";
import { stateSchema, tagsSchema } from "../../../shared/fabric/ground-schema.ts";

describe("tags", () => {
  const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, "x"]));

  it("are as many as fit beside the fabric's own", () => {
    expect([tagsSchema.safeParse(some(49)).success, tagsSchema.safeParse(some(50)).success]).toEqual([true, false]);
  });

  it("have names and values that both clouds take", () => {
    const good = { team: "data", "cost-center": "a_1", empty: "" };
    expect(tagsSchema.safeParse(good).success).toBe(true);
    const names = ["aws:team", "Team", "1st", "goog-team", "fabric", "t".repeat(64), "a.b"];
    const values = ["Data", "a b", "v".repeat(64), "ü"];
    const bad = [...names.map((name) => ({ [name]: "x" })), ...values.map((team) => ({ team }))];
    expect(bad.filter((tags) => tagsSchema.safeParse(tags).success)).toEqual([]);
  });
});

describe("a state", () => {
  it("has a bucket and a key that S3 takes", () => {
    const parsed = (s3: object) => stateSchema.safeParse({ s3 }).success;
    expect(parsed({ bucket: "shop-state", key: "a/b.tfstate" })).toBe(true);
    expect(
      [{ bucket: "shop_state" }, { bucket: "shop-state", key: "/a" }, { bucket: "shop-state", key: "" }].map(parsed),
    ).toEqual([false, false, false]);
  });
});
