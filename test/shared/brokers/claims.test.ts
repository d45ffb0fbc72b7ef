import { describe, expect, it } from "vitest";
import { claimKey, isOwnKey, keyPath, sha256 } from "../../../shared/brokers/claims.ts";
import { aMessage } from "../../support/a-message.ts";

const place = { endpoint: "orders", prefix: "in/", now: Date.UTC(2026, 10, 25, 23, 59) };

describe("the key of a body", () => {
  it("is the same for the same message on one day, and another one for anything else", () => {
    const message = aMessage({ trail: ["shop/export"] });
    const key = claimKey(message, sha256("body"), place);
    expect(key).toMatch(/^in\/orders\/2026-11-25\/[0-9a-f]{64}$/);
    expect(claimKey({ ...message }, sha256("body"), { ...place, now: place.now - 3_600_000 })).toBe(key);
    const others = [
      claimKey({ ...message, id: "other" }, sha256("body"), place),
      claimKey({ ...message, trail: ["shop/copy"] }, sha256("body"), place),
      claimKey(message, sha256("other"), place),
      claimKey(message, sha256("body"), { ...place, endpoint: "returns" }),
      claimKey(message, sha256("body"), { ...place, now: place.now + 60_000 }),
    ];
    expect(new Set([key, ...others]).size).toBe(6);
  });

  it("is one's own only below the prefix, and with no step that could lead out of it", () => {
    const own = ["in/a", "in/a/b.c", "in/a/..b", "in/ü ?#%2e", `in/${"k".repeat(1_021)}`];
    expect(own.filter((key) => !isOwnKey(key, "in/"))).toEqual([]);
    const foreign = [
      ...["in/", "out/a", "IN/a", "in/../secret", "in/a/..", "in/./a", "in/a/.", "in/a\\..\\b", "in/a\nb", "in/a\0"],
      ...["in/\ud800", `in/${"k".repeat(1_022)}`, ""],
    ];
    expect(foreign.filter((key) => isOwnKey(key, "in/"))).toEqual([]);
    expect(isOwnKey("../a", "")).toBe(false);
    expect(isOwnKey("a", "")).toBe(true);
  });

  it("stands in a URL so that it is read as the same key again", () => {
    const key = "in/a b!'()*ü%2F?#&+~_.-";
    const { pathname } = new URL(`http://host/${keyPath(key)}`);
    expect(pathname).toBe("/in/a%20b%21%27%28%29%2A%C3%BC%252F%3F%23%26%2B~_.-");
    expect(decodeURIComponent(pathname.slice(1))).toBe(key);
  });
});
