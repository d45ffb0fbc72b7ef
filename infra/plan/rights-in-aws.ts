// Whom a fabric lets do something in AWS beside its functions: what fills a queue, functions elsewhere, alarms.

import { queueArn } from "../../shared/brokers/sqs/endpoint.ts";
import { snsSender } from "../../shared/fabric/aws-regions.ts";
import type { ClaimPlan } from "../../shared/fabric/deployment/claim-plan.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { QueuePlan } from "../../shared/fabric/deployment/queue-plan.ts";
import { placesHeld } from "../../shared/fabric/deployment/things/places.ts";

/** One right of somebody who is no function of the fabric. */
export interface Right {
  readonly who: string;
  readonly right: string;
  readonly on: string;
  readonly why: string;
}

/** Every principal that the AWS half names and no function is. Pure. */
export function rightsInAws(deployment: Deployment): readonly Right[] {
  const made = deployment.queues.filter(({ role }) => role !== "existing");
  return [
    ...made.flatMap((plan) => feeding(plan)),
    ...made.flatMap(sending),
    ...deployment.claims.flatMap(reaching),
    ...placesHeld(deployment).map(({ account, region }) => ({
      who: "cloudwatch.amazonaws.com",
      right: "sns:Publish",
      on: `the topic of alarms in ${account} ${region}`,
      why: "tells of this fabric's alarms",
    })),
  ];
}

const SEND = "sqs:SendMessage";

/** Rules and topics are let in by the queue's own policy; pipes and IoT come with a role of their own. */
function feeding({ endpoint, redrive, feed }: QueuePlan): readonly Right[] {
  if (feed === undefined || redrive === undefined) return [];
  const { sns, eventBridge, s3, dynamodbStream } = feed;
  const { fifo, kmsKey } = endpoint;
  const dead = { right: SEND, on: queueArn(redrive.deadLetters), why: "lays down what it can't deliver" };
  const whole = { right: SEND, on: queueArn(endpoint), why: "fills the queue" };
  const key = { right: "kms:Decrypt, kms:GenerateDataKey", on: kmsKey ?? "", why: "as the queue is encrypted" };
  const withKey = (who: string, rights: readonly Omit<Right, "who">[]): readonly Right[] =>
    [...rights, ...(kmsKey === undefined ? [] : [key])].map((right) => ({ who, ...right }));
  if (sns !== undefined) {
    const [, , , region = ""] = sns.topic.split(":");
    // A subscription of another region has no dead letters, which would have to be there too.
    const rights = region === endpoint.region ? [whole, dead] : [whole];
    return rights.map((right) => ({ who: `${snsSender(region, endpoint.region)} for ${sns.topic}`, ...right }));
  }
  if (eventBridge !== undefined || s3 !== undefined)
    return [whole, ...(fifo ? [] : [dead])].map((right) => ({
      who: `events.amazonaws.com for the rule of ${endpoint.name}`,
      ...right,
    }));
  if (dynamodbStream !== undefined) {
    const reads = { right: READ, on: dynamodbStream.stream, why: "reads changes" };
    return withKey(`the role of the pipe of ${endpoint.name}`, [whole, reads]);
  }
  return withKey(`the role of the IoT rule of ${endpoint.name}`, [whole, dead]);
}

const READ = "dynamodb:DescribeStream, dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:ListStreams";

/** The same in the buckets of claim checks that the fabric makes. */
const reaching = (plan: ClaimPlan): readonly Right[] =>
  plan.cloud === "gcp" || !plan.makesBucket
    ? []
    : plan.foreign.map(({ account, grant }) => ({
        who: `the role ${grant.role} in ${account}`,
        right: grant.actions.join(", "),
        on: grant.resource,
        why: `${grant.why}, from another account`,
      }));

/** Functions of other accounts, each by its own role. */
const sending = ({ endpoint, foreignSenders }: QueuePlan): readonly Right[] =>
  foreignSenders.map(({ account, link }) => ({
    who: `the role of ${link} in ${account}`,
    right: SEND,
    on: queueArn(endpoint),
    why: "sends from another account",
  }));
