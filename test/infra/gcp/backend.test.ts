import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { backend } from "../../../infra/gcp/backend.ts";
import { unwrittenStack } from "../../../infra/gcp/unwritten-stack.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";

async function backendOf(state?: object) {
  const plan = await deployment(aFabric({}, {}, state === undefined ? {} : { state }));
  const stack = unwrittenStack("retail");
  backend(stack, plan, { home: "/shop", stack: "/shop/cdktf.out/stacks/retail" });
  const { terraform } = JSON.parse(Testing.synth(stack)) as { terraform: { backend: unknown } };
  return terraform.backend;
}

describe("terraform's state", () => {
  it("lies under .hopspan beside the fabric file, where the file does not say", async () => {
    expect(await backendOf()).toEqual({ local: { path: "../../../.hopspan/retail.tfstate" } });
  });

  it("lies where the file says, in Cloud Storage, in a file or, locked by S3 itself, in S3", async () => {
    expect(await backendOf({ gcs: { bucket: "shop-state" } })).toEqual({
      gcs: { bucket: "shop-state", prefix: "hopspan/retail" },
    });
    expect(await backendOf({ local: "state/google.tfstate" })).toEqual({
      local: { path: "../../../state/google.tfstate" },
    });
    expect(await backendOf({ s3: { bucket: "shop-state" } })).toEqual({
      s3: {
        bucket: "shop-state",
        key: "hopspan/retail.tfstate",
        region: "eu-west-1",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });
});
