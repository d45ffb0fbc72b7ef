import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { staged } from "../../../../shared/fabric/staged.ts";
import {
  AWS_KEY,
  aCiphertext,
  GOOGLE_KEY,
  inAws,
  inBoth,
  inGoogle,
  MULTI_REGION_KEY,
} from "../../../support/wrapped-keys.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const transforms = [{ encrypt: { fields: ["card"], with: "card-key" } }];
const endpoints = {
  orders: queue("orders"),
  far: { sqs: "far", region: "us-east-1" },
  scores: topic("scores"),
  inbox: queue("inbox"),
};
const fabricOf = (secret: object, from: string | readonly string[]) =>
  aFabric(endpoints, { on: { from, to: "inbox", transforms } }, { gcp, secrets: { "card-key": secret } });
const planned = async (...of: Parameters<typeof fabricOf>) =>
  (await deployment(fabricOf(...of))).functions.flatMap(({ secrets }) => secrets);

const ciphertext = aCiphertext();
const context = "retail/card-key";

describe("the plan of a data key", () => {
  it("is the ciphertext of the function's own cloud, and what it is for", async () => {
    expect(await planned(inBoth, ["orders", "scores"])).toEqual([
      { name: "card-key", wrapped: { key: AWS_KEY, ciphertext, context } },
      { name: "card-key", wrapped: { key: GOOGLE_KEY, ciphertext: inGoogle().gcp.ciphertext, context } },
    ]);
  });

  it("is the same in every stage, since the file has one ciphertext", async () => {
    const { functions } = await deployment(staged(fabricOf(inBoth, "scores"), "prod"));
    const { ciphertext: there } = inGoogle().gcp;
    expect(functions[0]?.secrets).toEqual([
      { name: "card-key", wrapped: { key: GOOGLE_KEY, ciphertext: there, context } },
    ]);
    expect(functions[0]?.name).toContain("-at-prod");
  });

  it("names the key of the function's own region, where the key is one of several", async () => {
    const secrets = await planned({ wrappedBy: inAws(ciphertext, MULTI_REGION_KEY) }, ["orders", "far"]);
    expect(secrets.map((secret) => "wrapped" in secret && secret.wrapped.key)).toEqual([
      MULTI_REGION_KEY,
      MULTI_REGION_KEY.replace("eu-west-1", "us-east-1"),
    ]);
  });
});
