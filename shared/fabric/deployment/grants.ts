// Exactly what a link's function may do, computed from the link: what both halves grant, `plan` shows and a test walks.

import { type PubsubEndpoint, topicPath } from "../../brokers/pubsub/endpoint.ts";
import { queueArn, type SqsEndpoint } from "../../brokers/sqs/endpoint.ts";
import type { Fabric } from "../fabric.ts";
import type { Link } from "../link.ts";
import { claimRights } from "./claim-rights.ts";
import { awsProof, outboundAudience } from "./google-access.ts";
import { accountEmail, mappedRole, poolId, roleName, serviceAccountId } from "./identity.ts";
import type { SecretPlan } from "./secret-plan.ts";
import { rightsInAws, rightsInGoogle } from "./secret-rights.ts";

/** One right, of the function of a link: on an AWS resource by its ARN, or on one Google Cloud resource by a role. */
export type Grant =
  | {
      readonly cloud: "aws";
      readonly role: string;
      readonly actions: readonly string[];
      readonly resource: string;
      /** The account that a resource belongs to whose ARN does not say it, as a bucket's. */
      readonly owner?: string;
      /** Narrows a right that AWS knows no resource for, in the words of its policies. */
      readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
      readonly why: string;
    }
  | {
      readonly cloud: "gcp";
      readonly member: string;
      readonly role: string;
      readonly on: { readonly kind: "topic" | "secret" | "key" | "bucket"; readonly name: string };
      readonly why: string;
    };

type AwsGrant = Extract<Grant, { readonly cloud: "aws" }>;

/** What an event source mapping does with its function's role: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const POLL_ACTIONS = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Pure and complete: a function of the link needs all of these and nothing else but to write its own log. */
export function grants(fabric: Fabric, link: Link, secrets: readonly SecretPlan[]): readonly Grant[] {
  const source = link.source.broker === "sqs" ? [polling(link, link.source)] : [];
  const targets = link.targets.map((target) => sending(fabric, link, target, "sends to the target"));
  const dead = sending(fabric, link, link.deadLetters, "lays down what is hopeless");
  const reads = reading(fabric, link, secrets);
  const claims = claimRights(fabric, link).map(
    (right): Grant =>
      right.cloud === "aws" ? { ...right, role: roleName(link) } : { ...right, member: member(fabric, link) },
  );
  return [...source.flat(), ...targets.flat(), ...dead, ...reads, ...claims, ...vouching(fabric, link)];
}

/** A grant in AWS, to the role of the link. */
const inAws = (link: Link, actions: readonly string[], resource: string, why: string): AwsGrant => ({
  cloud: "aws",
  role: roleName(link),
  actions,
  resource,
  why,
});

function polling(link: Link, queue: SqsEndpoint): readonly Grant[] {
  return [
    inAws(link, POLL_ACTIONS, queueArn(queue), "takes from the source"),
    ...withKey(queue, (key) => inAws(link, ["kms:Decrypt"], key, "reads the encrypted source")),
  ];
}

function sending(fabric: Fabric, link: Link, to: SqsEndpoint | PubsubEndpoint, why: string): readonly Grant[] {
  if (to.broker === "pubsub")
    return [
      {
        cloud: "gcp",
        member: member(fabric, link),
        role: "roles/pubsub.publisher",
        on: { kind: "topic", name: topicPath(to) },
        why,
      },
    ];
  // A queue of others may be set to hold less than SQS can, and is asked before it refuses.
  const asks = fabric.endpoints.get(to.name)?.existing === true ? ["sqs:GetQueueAttributes"] : [];
  return [
    inAws(link, ["sqs:SendMessage", ...asks], queueArn(to), why),
    ...withKey(to, (key) => inAws(link, ["kms:Decrypt", "kms:GenerateDataKey"], key, `${why}, encrypted`)),
  ];
}

function reading(fabric: Fabric, link: Link, secrets: readonly SecretPlan[]): readonly Grant[] {
  const { deadLetters: home } = link;
  if (home.broker === "sqs")
    return secrets
      .flatMap((secret) => rightsInAws(secret, home))
      .map((right) => ({ cloud: "aws", role: roleName(link), ...right }));
  return rightsInGoogle(secrets).map((right) => ({ cloud: "gcp", member: member(fabric, link), ...right }));
}

/** Where Google believes AWS's own tokens, the function has to get one; for Google's eyes only. */
function vouching(fabric: Fabric, link: Link): readonly Grant[] {
  const { deadLetters, targets } = link;
  const clouds = { fabric: fabric.name, aws: fabric.aws, gcp: fabric.gcp };
  const isCrossing = targets.some(({ broker }) => broker === "pubsub");
  if (deadLetters.broker !== "sqs" || !isCrossing || awsProof(clouds, deadLetters.account) !== "outbound") return [];
  const audience = outboundAudience(clouds, deadLetters.account);
  const grant = inAws(link, ["sts:GetWebIdentityToken"], "*", "shows Google who it is");
  return [{ ...grant, condition: { "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": audience } } }];
}

/** Who the link's function is to Google: its service account, or its AWS role as the pool maps it. */
function member({ name: fabric, gcp }: Fabric, link: Link): string {
  if (link.deadLetters.broker === "pubsub")
    return `serviceAccount:${accountEmail(serviceAccountId(link), link.deadLetters.project)}`;
  const pool = `projects/${gcp?.projectNumber}/locations/global/workloadIdentityPools/${poolId(fabric)}`;
  const role = mappedRole(link.deadLetters.account, roleName(link));
  return `principalSet://iam.googleapis.com/${pool}/attribute.aws_role/${role}`;
}

const withKey = ({ kmsKey }: SqsEndpoint, grant: (key: string) => Grant): readonly Grant[] =>
  kmsKey === undefined ? [] : [grant(kmsKey)];
