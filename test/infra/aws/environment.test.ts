import { describe, expect, it } from "vitest";
import { told } from "../../../infra/aws/environment.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { LambdaPlan } from "../../../shared/fabric/deployment/function-plan.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };

async function toldTo(fields: readonly string[], aws: object = {}) {
  const endpoints = { orders: queue("orders"), feed: topic("feed") };
  const home = { account: "111122223333", region: "eu-west-1", ...aws };
  const hop = { from: "orders", to: "feed", transforms: [{ redact: { fields } }] };
  const plans = await deployment(aFabric(endpoints, { out: hop }, { gcp, aws: home }));
  const plan = plans.functions[0] as LambdaPlan;
  return { plan, ...told(plans, plan) };
}

describe("what a function on Lambda is told", () => {
  it("is in its environment as long as all of it together is within Lambda's 4,096 bytes, quotes and all", async () => {
    // Found by growing the link a byte at a time: the last that fits, and the first that does not.
    const sizes: (readonly [bytes: number, isBeside: boolean])[] = [];
    for (let length = 2_600; length < 3_600; length++) {
      const { variables, files, plan } = await toldTo(["a".repeat(length)]);
      const all = { ...variables, HOPSPAN_LINK: JSON.stringify(plan.link) };
      sizes.push([Buffer.byteLength(JSON.stringify(all)), "link.json" in files]);
    }
    expect(sizes.filter(([bytes, isBeside]) => isBeside !== bytes > 4_096)).toEqual([]);
    expect(new Set(sizes.map(([, isBeside]) => isBeside))).toEqual(new Set([false, true]));
  });

  it("is the same link either way", async () => {
    const { files, variables, plan } = await toldTo(["a".repeat(5_000)]);
    expect(files["link.json"]).toBe(JSON.stringify(plan.link));
    expect(variables).not.toHaveProperty("HOPSPAN_LINK");
  });

  it("says to Google which account it is of, by a signed request", async () => {
    const { files } = await toldTo(["a"]);
    expect(JSON.parse(files["google-credentials.json"] ?? "")).toMatchObject({
      type: "external_account",
      audience:
        "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/hopspan--retail/providers/aws-111122223333",
      subject_token_type: "urn:ietf:params:aws:token-type:aws4_request",
    });
  });

  it("says so by a token of AWS's own, where the file names who issues it", async () => {
    const identityIssuer = "https://0a1b2c3d-0000-4000-8000-000000000000.tokens.sts.global.api.aws";
    const { files } = await toldTo(["a"], { identityIssuer });
    expect(JSON.parse(files["google-credentials.json"] ?? "")).toMatchObject({
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    });
  });
});
