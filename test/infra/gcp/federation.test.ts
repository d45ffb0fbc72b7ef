import { describe, expect, it } from "vitest";
import { outboundAudience } from "../../../shared/fabric/deployment/google-access.ts";
import { aHalf } from "./a-half.ts";

const ends = { orders: { sqs: "orders" }, feed: { pubsub: "feed" }, more: { sqs: "more" }, inbox: { sqs: "inbox" } };
const hops = { export: { from: "orders", to: "feed" }, inside: { from: "more", to: "inbox" } };
const provider = "google_iam_workload_identity_pool_provider";

describe("the pool of a fabric", () => {
  it("knows the account's functions that publish, by their roles, and no others", async () => {
    const { of } = await aHalf(ends, hops);
    const mapping = "assertion.account + ':' + assertion.arn.extract('assumed-role/{role}/')";
    expect(of(provider)).toEqual({
      provider_111122223333: {
        project: "retail-analytics",
        display_name: "AWS account 111122223333",
        workload_identity_pool_id: `\${google_iam_workload_identity_pool.pool.workload_identity_pool_id}`,
        workload_identity_pool_provider_id: "aws-111122223333",
        attribute_condition: "attribute.aws_role in ['111122223333:retail--export']",
        attribute_mapping: { "google.subject": mapping, "attribute.aws_role": mapping },
        aws: { account_id: "111122223333" },
      },
    });
  });

  it("believes AWS's own tokens where the account has an issuer, made for this provider", async () => {
    const identityIssuer = "https://0f0e0d0c-0000-4000-8000-000000000000.tokens.sts.global.api.aws";
    const aws = { account: "111122223333", region: "eu-west-1", identityIssuer };
    const { of, deployment } = await aHalf(ends, hops, { aws });
    const mapping = "assertion.sub.extract(':iam::{account}:role/') + ':' + assertion.sub.extract(':role/{role}')";
    expect(Object.keys(of(provider))).toEqual(["provider_oidc_111122223333"]);
    expect(of(provider)["provider_oidc_111122223333"]).toMatchObject({
      workload_identity_pool_provider_id: "oidc-111122223333",
      attribute_condition: "attribute.aws_role in ['111122223333:retail--export']",
      attribute_mapping: { "google.subject": mapping, "attribute.aws_role": mapping },
      oidc: { issuer_uri: identityIssuer, allowed_audiences: [outboundAudience(deployment, "111122223333")] },
    });
    expect(of(provider)["provider_oidc_111122223333"]?.["aws"]).toBeUndefined();
  });

  it("names what all roles start with where they are too many for a condition", async () => {
    const many = Array.from({ length: 100 }, (_, at) => [`q${at}`, { sqs: `queue-${at}` }] as const);
    const edges = many.map(([name]) => [`carries-what-comes-from-${name}`, { from: name, to: "feed" }] as const);
    const { of } = await aHalf({ feed: ends.feed, ...Object.fromEntries(many) }, Object.fromEntries(edges));
    expect(of(provider)["provider_111122223333"]?.["attribute_condition"]).toBe(
      "attribute.aws_role.startsWith('111122223333:retail--')",
    );
  });

  it("is not made where no function on AWS publishes", async () => {
    const { of } = await aHalf({ more: ends.more, inbox: ends.inbox, feed: ends.feed }, { inside: hops.inside });
    expect([of("google_iam_workload_identity_pool"), of(provider)]).toEqual([{}, {}]);
  });

  it("finds out a wrong project number before any function is without its rights", async () => {
    const { of } = await aHalf(ends, hops);
    expect(of("google_iam_workload_identity_pool")["pool"]?.["lifecycle"]).toEqual({
      postcondition: [
        {
          condition: `\${self.name == "projects/123456789012/locations/global/workloadIdentityPools/hopspan--retail"}`,
          error_message: "gcp.projectNumber of fabric retail is not the number of project retail-analytics.",
        },
      ],
    });
  });
});
