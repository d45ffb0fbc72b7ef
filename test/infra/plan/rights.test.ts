import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { rightsLine, rightsLines, rightsOf } from "../../../infra/plan/rights.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { forSoundFabrics } from "../../support/arbitrary-fabric.ts";
import { EDITED } from "../../support/fabric-edits.ts";
import { synthesize } from "../aws/a-synth.ts";
import { halfOf } from "../gcp/a-half.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const fabrics = EDITED.map(({ file }) => parseFabric(stringify(file, { aliasDuplicateObjects: false }), "fabric.yaml"));

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  /** Several of them are several rights. */
  readonly Resource: unknown;
}

/** The actions that AWS's templates allow to whomever, each as often as it is allowed. */
async function allowedInAws(fabric: Fabric): Promise<readonly string[]> {
  const documents = (await synthesize(fabric)).flatMap(({ resources }) =>
    Object.values(resources).flatMap(({ Type, Properties }) => {
      if (Type === "AWS::IAM::Role")
        return ((Properties["Policies"] ?? []) as readonly { PolicyDocument: object }[]).map(
          (each) => each.PolicyDocument,
        );
      return /Policy$/.test(Type) ? [Properties["PolicyDocument"]] : [];
    }),
  ) as readonly { readonly Statement: readonly Statement[] }[];
  const allowed = documents.flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === "Allow"));
  // Its own log: said once for all functions.
  return allowed
    .flatMap(({ Action, Resource }) => [Resource].flat().map(() => [Action].flat().join(", ")))
    .filter((actions) => !actions.startsWith("logs:"));
}

/** The roles that Google's half gives to whomever, each as often as it is given. */
async function givenInGoogle(fabric: Fabric): Promise<readonly string[]> {
  const { all } = await halfOf(fabric);
  return [...all].flatMap(([address, { role }]) => (/_iam_member\./.test(address) ? [String(role)] : []));
}

async function told(fabric: Fabric) {
  const { functions, others } = rightsOf(await deployment(fabric));
  const grants = functions.flatMap((each) => each.grants);
  return {
    aws: [
      ...grants.flatMap((grant) => (grant.cloud === "aws" ? [grant.actions.join(", ")] : [])),
      ...others.flatMap(({ right }) => (right.startsWith("roles/") ? [] : [right])),
    ],
    google: [
      ...grants.flatMap((grant) => (grant.cloud === "gcp" ? [grant.role] : [])),
      ...others.flatMap(({ right }) => (right.startsWith("roles/") ? [right] : [])),
    ],
  };
}

async function hold(fabric: Fabric): Promise<void> {
  const rights = await told(fabric);
  expect(rights.aws.toSorted()).toEqual((await allowedInAws(fabric)).toSorted());
  expect(rights.google.toSorted()).toEqual((await givenInGoogle(fabric)).toSorted());
}

describe("the rights of a plan", { timeout: 120_000 }, () => {
  it("are all that both halves give to anybody", async () => {
    for (const fabric of fabrics) await hold(fabric);
    await forSoundFabrics(hold, 10);
  });

  it("are counted in one line, or named with what each is for", async () => {
    const fabric = aFabric(
      { orders: queue("orders"), feed: topic("feed") },
      { out: { from: "orders", to: "feed" } },
      { gcp },
    );
    const rights = rightsOf(await deployment(fabric));
    expect(rightsLine(rights)).toBe(
      "Rights: 1 function has 3, each on one named thing; services and builds have 1. --show rights names them.",
    );
    expect(rightsLines(rights)).toEqual([
      "Rights of each function, and no others but to write its own log",
      "  retail--out (AWS)",
      "    sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes on arn:aws:sqs:eu-west-1:111122223333:orders (takes from the source)",
      "    roles/pubsub.publisher on topic projects/retail-analytics/topics/feed (sends to the target)",
      "    sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:retail--orders--dead (lays down what is hopeless)",
      "Rights of others",
      "  cloudwatch.amazonaws.com",
      "    sns:Publish on the topic of alarms in 111122223333 eu-west-1 (tells of this fabric's alarms)",
    ]);
  });
});
