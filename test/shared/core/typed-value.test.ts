import { describe, expect, it } from "vitest";
import { isDecimal, isPaddedBase64 } from "../../../shared/core/typed-value.ts";

describe("the value of an attribute", () => {
  it("is a number where it is written as one", () => {
    expect(["1", "-0.50", ".5", "1.", "2e+10"].filter((text) => !isDecimal(text))).toEqual([]);
    expect(["", ".", "1 ", "0x1", "1e", "+1", "Infinity"].filter(isDecimal)).toEqual([]);
  });

  it("is bytes where it is base64 with its padding", () => {
    expect(["", "AA==", "AAEC"].filter((text) => !isPaddedBase64(text))).toEqual([]);
    expect(["AA", "A===", "_-8=", "AA== "].filter(isPaddedBase64)).toEqual([]);
  });
});
