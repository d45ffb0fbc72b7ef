import { describe, expect, it } from "vitest";
import { isMultiRegion, regionOf, replicaIn } from "../../../shared/fabric/kms-key.ts";
import { AWS_KEY, MULTI_REGION_KEY } from "../../support/wrapped-keys.ts";

describe("a key of AWS KMS", () => {
  it("says its region, whether it is one of several, and what it is called elsewhere", () => {
    expect([AWS_KEY, MULTI_REGION_KEY].map(isMultiRegion)).toEqual([false, true]);
    const far = replicaIn(MULTI_REGION_KEY, "us-east-1");
    expect([regionOf(MULTI_REGION_KEY), regionOf(far)]).toEqual(["eu-west-1", "us-east-1"]);
    expect(replicaIn(far, "eu-west-1")).toBe(MULTI_REGION_KEY);
  });
});
