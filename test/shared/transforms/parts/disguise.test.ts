import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { disguise } from "../../../../shared/transforms/parts/disguise.ts";
import { someTools } from "../../../suites/transform-suite.ts";

describe("disguise", () => {
  it("removes, masks and hashes any value", () => {
    expect(disguise("remove", someTools)("secret")).toBeUndefined();
    expect(["a", "a long one", 7, { a: 1 }].map((value) => disguise("mask", someTools)(value))).toEqual(
      Array.from({ length: 4 }, () => "****"),
    );
    const expected = createHmac("sha256", "docs-only-secret").update('"secret"').digest("base64url");
    expect(disguise({ hash: "k" }, someTools)("secret")).toBe(expected);
  });

  it.each([
    ["4111111111111234", "************1234"],
    ["4111-1111-1111-1234", "****-****-****-1234"],
    [4111111111111234, "************1234"],
    ["DE89 3704 0044 0532 0130 00", "**** **** **** **** **30 00"],
    ["ÄÖÜß-äöüx", "****-äöüx"],
    ["1234567", "****"],
    ["--------1234", "****"],
    ["", "****"],
    [1234.5678, "****"],
    [true, "****"],
    [["4111111111111234"], "****"],
    [{ number: "4111111111111234" }, "****"],
  ])("shows of %j the last four letters or digits at most", (value, shown) => {
    expect(disguise("last-four", someTools)(value)).toBe(shown);
  });
});
