import { describe, expect, it } from "vitest";
import { statePlace } from "../../../../shared/fabric/rules/ground.ts";
import { aFabric, said } from "../a-fabric.ts";

const told = (state: object, more: object = {}) => said(statePlace(aFabric({}, {}, { state, ...more })));

describe("a state in S3", () => {
  it("takes the region of aws, or its own", () => {
    expect([...told({ s3: { bucket: "shop-state" } }), ...told({ gcs: { bucket: "shop-state" } })]).toEqual([]);
    expect(told({ s3: { bucket: "shop-state", region: "eu-west-1" } }, { aws: undefined })).toEqual([]);
  });

  it("has to say one where the fabric has no aws", () => {
    expect(told({ s3: { bucket: "shop-state" } }, { aws: undefined })).toEqual([
      "error STATE_REGION: the bucket shop-state has a region, and the file has no aws to take it from: add region: REGION",
    ]);
  });
});
