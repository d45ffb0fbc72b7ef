import { describe, expect, it } from "vitest";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { FunctionPlan } from "../../../shared/fabric/deployment/function-plan.ts";
import { policyCharacters, statements } from "../../../shared/fabric/deployment/statements.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { aCiphertext, inAws, inBoth, MULTI_REGION_KEY } from "../../support/wrapped-keys.ts";
import { aLock, type MadeStack, ofType, synthesize } from "./a-synth.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

interface RoleForm {
  readonly RoleName?: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const rolesOf = (stacks: readonly MadeStack[]) =>
  stacks.flatMap((stack) => ofType(stack, "IAM::Role").map((role) => role as unknown as RoleForm));
const each = <Item>(one: Item | readonly Item[]): readonly Item[] => [one].flat() as readonly Item[];

/** Everything that a role may do, one action on one resource at a time. */
const rights = ({ Policies }: RoleForm): readonly string[] =>
  Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource, Condition }) =>
      each(Action).flatMap((action) =>
        each(Resource).map((on) =>
          [Effect, action, String(on), ...(Condition ? [JSON.stringify(Condition)] : [])].join(" "),
        ),
      ),
    )
    .toSorted();

/** What the plan grants in AWS; a function on Lambda writes its own log as well. */
function granted(plan: FunctionPlan): readonly string[] {
  const log =
    plan.cloud === "aws"
      ? ["logs:CreateLogStream", "logs:PutLogEvents"].map(
          (action) =>
            `Allow ${action} arn:aws:logs:${plan.region}:${plan.account}:log-group:/aws/lambda/${plan.name}:*`,
        )
      : [];
  const grants = plan.grants.flatMap((grant) =>
    grant.cloud === "aws"
      ? grant.actions.map((action) =>
          ["Allow", action, grant.resource, ...(grant.condition ? [JSON.stringify(grant.condition)] : [])].join(" "),
        )
      : [],
  );
  return [...new Set([...grants, ...log])].toSorted();
}

/** Every role of the templates is one function's, and has exactly its grants. */
async function expectExactRights(fabric: Fabric): Promise<void> {
  const plans = await deployment(fabric);
  const made = rolesOf(await synthesize(fabric)).map((role) => [role.RoleName, [...new Set(rights(role))]]);
  const planned = plans.functions.flatMap((plan) => {
    const name = plan.cloud === "aws" ? plan.role : plan.awsRole?.name;
    return name === undefined ? [] : [[name, granted(plan)]];
  });
  expect(Object.fromEntries(made)).toEqual(Object.fromEntries(planned));
  expect(made).toHaveLength(planned.length);
}

describe("the rights of functions", () => {
  it("are exactly their link's grants and their own log, in every fabric", async () => {
    await forSoundFabrics(expectExactRights, 40);
  });

  it("are so with keys, secrets, several accounts and AWS's own tokens", async () => {
    const kmsKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const endpoints = {
      orders: { sqs: "orders.fifo", kmsKey },
      theirs: { sqs: "theirs", account: "444455556666" },
      feed: topic("feed"),
      inbox: { sqs: "inbox", region: "us-east-1" },
    };
    const transforms = [
      { redact: { fields: ["a"], with: { hash: "pepper" } } },
      { decrypt: { fields: ["b"], with: ["card-key", "old-key"] } },
    ];
    const aws = {
      account: "111122223333",
      region: "eu-west-1",
      identityIssuer: "https://0a1b2c3d-0000-4000-8000-000000000000.tokens.sts.global.api.aws",
    };
    const hops = {
      spread: { from: "orders", to: ["feed", "theirs"], transforms },
      on: { from: "theirs", to: "inbox" },
      back: { from: "feed", to: "inbox" },
    };
    const secrets = {
      pepper: { aws: "/aws/reference/secretsmanager/pepper", kmsKey },
      "card-key": inBoth,
      "old-key": { wrappedBy: inAws(aCiphertext(), MULTI_REGION_KEY) },
    };
    await expectExactRights(aFabric(endpoints, hops, { aws, gcp, secrets }));
  });
});

describe("the policy of a role", () => {
  it("is no longer than check counts it, and not much shorter", async () => {
    const names = Array.from({ length: 60 }, (_, at) => `t${at}`);
    const endpoints = {
      orders: queue("orders"),
      ...Object.fromEntries(names.map((name) => [name, topic(`topic-${name}`)])),
    };
    const fabric = aFabric(endpoints, { spread: { from: "orders", to: names } }, { gcp });
    const lengths = Object.fromEntries(
      rolesOf(await synthesize(fabric)).map(({ RoleName, Policies }) => [
        RoleName,
        JSON.stringify(Policies[0]?.PolicyDocument).length,
      ]),
    );
    // With the right to write the log, which check takes for 256 characters.
    const spare = (await deployment(fabric)).functions.map(
      ({ name, grants }) => policyCharacters(statements(grants)) + 256 - (lengths[name] ?? 0),
    );
    expect(spare.filter((characters) => characters < 0 || characters > 150)).toEqual([]);
  });
});

describe("a role", () => {
  const fabric = aFabric(
    { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") },
    { out: { from: "orders", to: "feed" }, back: { from: "feed", to: "inbox" } },
    { gcp },
  );
  const trust = async () =>
    Object.fromEntries(
      rolesOf(await synthesize(fabric)).map((role) => [role.RoleName, role.AssumeRolePolicyDocument.Statement]),
    );

  it("of a function on Lambda is taken on by Lambda alone", async () => {
    expect((await trust())["retail--out"]).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ]);
  });

  it("of a function in Google Cloud is taken on by its service account alone, with a token made for the role", async () => {
    const { serviceAccounts } = aLock(await deployment(fabric));
    const uniqueId = serviceAccounts["retail/back"]?.uniqueId;
    expect((await trust())["retail--back"]).toEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: "accounts.google.com" },
        Condition: {
          StringEquals: {
            "accounts.google.com:sub": uniqueId,
            "accounts.google.com:aud": uniqueId,
            "accounts.google.com:oaud": "hopspan:retail/back",
          },
        },
      },
    ]);
  });
});
