import { describe, expect, it } from "vitest";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { aFabric, queue, topic } from "../a-fabric.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };

const inAws = async (hops: object, more: object) => {
  const endpoints = { orders: queue("orders"), inbox: queue("inbox"), feed: topic("feed") };
  const { functions } = await deployment(aFabric(endpoints, hops, { gcp, ...more }));
  return functions[0]?.grants.flatMap(({ why: _, ...grant }) => (grant.cloud === "aws" ? [grant] : []));
};

describe("the grants of a function", () => {
  it("for a secret of Secrets Manager are the parameter that stands for it, and the secret itself", async () => {
    const secrets = { one: { aws: "/aws/reference/secretsmanager/shop/one" } };
    const redact = [{ redact: { fields: ["a"], with: { hash: "one" } } }];
    const grants = await inAws({ copy: { from: "orders", to: "inbox", transforms: redact } }, { secrets });
    expect(grants?.slice(-2)).toEqual([
      {
        cloud: "aws",
        role: "retail--copy",
        actions: ["ssm:GetParameter"],
        resource: "arn:aws:ssm:eu-west-1:111122223333:parameter/aws/reference/secretsmanager/shop/one",
      },
      {
        cloud: "aws",
        role: "retail--copy",
        actions: ["secretsmanager:GetSecretValue"],
        resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/one-??????",
      },
    ]);
  });

  it("for a secret with a key of its own are the key as well, by the store alone", async () => {
    const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const hashedWith = (hash: string) => [{ redact: { fields: ["a"], with: { hash } } }];
    const secrets = {
      one: { aws: "/shop/one", kmsKey },
      two: { aws: "/aws/reference/secretsmanager/shop/two", kmsKey },
    };
    const keyOf = async (name: string) =>
      (await inAws({ copy: { from: "orders", to: "inbox", transforms: hashedWith(name) } }, { secrets }))?.at(-1);
    const decrypt = (store: string) => ({
      cloud: "aws",
      role: "retail--copy",
      actions: ["kms:Decrypt"],
      resource: kmsKey,
      condition: { StringEquals: { "kms:ViaService": `${store}.eu-west-1.amazonaws.com` } },
    });
    expect([await keyOf("one"), await keyOf("two")]).toEqual([decrypt("ssm"), decrypt("secretsmanager")]);
  });

  it("are a token for Google alone, where Google believes those of AWS and the function publishes there", async () => {
    const identityIssuer = "https://0a1b2c3d-0000-4000-8000-000000000000.tokens.sts.global.api.aws";
    const aws = { account: "111122223333", region: "eu-west-1", identityIssuer };
    const audience =
      "https://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/hopspan--retail/providers/oidc-111122223333";
    const token = {
      cloud: "aws",
      role: "retail--out",
      actions: ["sts:GetWebIdentityToken"],
      resource: "*",
      condition: { "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": audience } },
    };
    expect((await inAws({ out: { from: "orders", to: "feed" } }, { aws }))?.at(-1)).toEqual(token);
    const stays = await inAws({ out: { from: "orders", to: "inbox" } }, { aws });
    expect(JSON.stringify(stays)).not.toContain("sts:");
  });
});
