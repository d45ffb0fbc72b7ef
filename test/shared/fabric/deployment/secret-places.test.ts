import { describe, expect, it } from "vitest";
import { secretPlaces } from "../../../../shared/fabric/deployment/secret-places.ts";

describe("what a function is told of its secrets", () => {
  it("is where each is kept, or how it is wrapped, and nothing where it has none", () => {
    const wrapped = { key: "KEY", ciphertext: "AAAA", context: "retail/card-key" };
    const secrets = [
      { name: "pepper", store: "/shop/pepper" },
      { name: "card-key", wrapped },
    ];
    const told = (cloud: "aws" | "gcp") => JSON.parse(secretPlaces(secrets, cloud) ?? "");
    expect(told("aws")).toEqual({ pepper: { aws: "/shop/pepper" }, "card-key": { aws: wrapped } });
    expect(told("gcp")).toEqual({ pepper: { gcp: "/shop/pepper" }, "card-key": { gcp: wrapped } });
    expect(secretPlaces([], "aws")).toBeUndefined();
  });
});
