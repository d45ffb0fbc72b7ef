// What the owners of things that a fabric only uses have to allow: statements for policies that are theirs to write.

import { queueArn } from "../../brokers/sqs/endpoint.ts";
import { snsSender } from "../aws-regions.ts";
import { bucketArn } from "./claim-rights.ts";
import type { Deployment } from "./deployment.ts";
import { feedRoleName } from "./feed-names.ts";
import type { FunctionPlan } from "./function-plan.ts";
import type { Grant } from "./grants.ts";
import type { QueuePlan } from "./queue-plan.ts";

/** One statement, for the policy of the thing that is named by its ARN. */
export interface Ask {
  readonly kind: "queue" | "key" | "topic" | "bucket";
  readonly of: string;
  readonly statement: AskedStatement;
}

/** As policies in AWS are written. */
export interface AskedStatement {
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS: string } | { readonly Service: string };
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * Of queues, keys and topics of other accounts than the one that uses them, and of keys that a service uses in its own name,
 * which the policy that AWS gives a key leaves out. Pure; the same for the same deployment.
 */
export function asks({ fabric, functions, queues, claims }: Deployment): readonly Ask[] {
  const made = queues.filter(({ role }) => role !== "existing");
  const buckets = claims.flatMap((plan) => (plan.cloud === "aws" && plan.makesBucket ? [bucketArn(plan.bucket)] : []));
  const owned = new Set([...made.map(({ endpoint }) => queueArn(endpoint)), ...buckets]);
  return [...byRoles(functions.flatMap(foreignRights), owned), ...made.flatMap((plan) => ofFeed(fabric, plan))];
}

type AwsGrant = Extract<Grant, { readonly cloud: "aws" }>;

/** A right of a function's role on a thing of another account than the role's. */
interface ForeignRight {
  readonly account: string;
  readonly grant: AwsGrant;
}

const accountIn = (arn: string): string => arn.split(":")[4] ?? "";

function foreignRights(plan: FunctionPlan): readonly ForeignRight[] {
  const account = plan.cloud === "aws" ? plan.account : plan.awsRole?.account;
  return plan.grants.flatMap((grant) =>
    grant.cloud === "aws" &&
    account !== undefined &&
    grant.resource !== "*" &&
    (grant.owner ?? accountIn(grant.resource)) !== account
      ? [{ account, grant }]
      : [],
  );
}

/** What several roles of an account may do alike is one statement; the fabric writes the policies of its own queues. */
function byRoles(rights: readonly ForeignRight[], owned: ReadonlySet<string>): readonly Ask[] {
  const theirs = rights.filter(({ grant }) => !owned.has(thingOf(grant.resource)));
  const alike = Map.groupBy(theirs, ({ account, grant: { resource, actions, condition } }) =>
    JSON.stringify([account, resource, actions, condition]),
  );
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { account, grant } = first;
    const roles = [...new Set([first, ...more].map(({ grant: { role } }) => `arn:aws:iam::${account}:role/${role}`))];
    // A policy can't name a role that is not there yet, so the account stands as principal and its roles as a condition.
    const condition = { ...grant.condition, ArnEquals: { "aws:PrincipalArn": oneOrMany(roles) } };
    return [ask(thingOf(grant.resource), { AWS: account }, grant.actions, condition, grant.resource)];
  });
}

/** Whoever is not in the queue's account, or sends in its own name, to what only an owner can open. */
function ofFeed(fabric: string, { endpoint, feed }: QueuePlan): readonly Ask[] {
  if (feed === undefined) return [];
  const { account, region, kmsKey } = endpoint;
  const { sns, eventBridge, s3 } = feed;
  const [, , , topicRegion = "", topicAccount] = (sns?.topic ?? "").split(":");
  const isForeign = sns !== undefined && topicAccount !== account;
  const endpointOnly = { StringEquals: { "sns:Endpoint": queueArn(endpoint) } };
  const subscribing = isForeign ? [ask(sns.topic, { AWS: account }, ["sns:Subscribe"], endpointOnly)] : [];
  if (kmsKey === undefined) return subscribing;
  if (sns !== undefined) {
    const condition = { ArnEquals: { "aws:SourceArn": sns.topic } };
    return [...subscribing, ask(kmsKey, { Service: snsSender(topicRegion, region) }, USE_KEY, condition)];
  }
  // The rule's own name is CloudFormation's to give.
  const ruled = { StringEquals: { "aws:SourceAccount": account } };
  if (eventBridge !== undefined || s3 !== undefined)
    return [ask(kmsKey, { Service: "events.amazonaws.com" }, USE_KEY, ruled)];
  if (accountIn(kmsKey) === account) return [];
  const role = `arn:aws:iam::${account}:role/${feedRoleName(fabric, endpoint)}`;
  return [ask(kmsKey, { AWS: account }, USE_KEY, { ArnEquals: { "aws:PrincipalArn": role } })];
}

/** What a sender does with the key of an encrypted queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const USE_KEY = ["kms:Decrypt", "kms:GenerateDataKey"];

const KINDS = { sqs: "queue", kms: "key", sns: "topic", s3: "bucket" } as const;

/** The thing whose policy speaks of a resource: a bucket's of its objects. */
const thingOf = (arn: string): string => arn.replace(/^(arn:aws:s3:::[^/]+)\/.*$/, "$1");

function ask(
  of: string,
  principal: AskedStatement["Principal"],
  actions: readonly string[],
  condition: AskedStatement["Condition"],
  named = of,
): Ask {
  const [, , service = ""] = of.split(":");
  const kind = service in KINDS ? KINDS[service as keyof typeof KINDS] : "queue";
  // In its own policy, a key is called everything there is.
  const resource = kind === "key" ? "*" : named;
  const statement = {
    Effect: "Allow" as const,
    Principal: principal,
    Action: oneOrMany(actions),
    Resource: resource,
    Condition: condition,
  };
  return { kind, of, statement };
}

const oneOrMany = (texts: readonly string[]): string | readonly string[] =>
  texts.length === 1 ? (texts[0] ?? "") : texts;
