// What a deployment amounts to, thing by thing: what `plan` lists, and what the lock remembers of the last deployment.

import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import type { FunctionPlan } from "./function-plan.ts";
import type { QueuePlan } from "./queue-plan.ts";
import type { SubscriptionPlan } from "./subscription-plan.ts";
import type { TopicPlan } from "./topic-plan.ts";

/**
 * One thing that the fabric makes. Its settings are plain texts and numbers, so that two of them can be compared; `endpoint`
 * is what the file calls it, by which both clouds' tools know it.
 */
export const thingSchema = z.strictObject({
  cloud: z.enum(["aws", "gcp"]),
  kind: z.enum(["queue", "function", "topic", "subscription", "table", "bucket"]),
  name: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export type Thing = Readonly<z.output<typeof thingSchema>>;

/** The kinds of things that a fabric makes, as people call them. */
export type Kind = Thing["kind"];

/** Things by their address: `aws/queue/ACCOUNT/REGION/NAME`, `gcp/topic/PROJECT/NAME`. */
export type Inventory = Readonly<Record<string, Thing>>;

/** All things that the fabric makes; what belongs to others is not among them. */
export function inventory({ queues, topics, subscriptions, functions }: Deployment): Inventory {
  return Object.fromEntries([
    ...queues.filter(({ role }) => role !== "existing").map(queueThing),
    ...functions.map(functionThing),
    ...topics.filter(({ role }) => role !== "existing").map(topicThing),
    ...subscriptions.map(subscriptionThing),
    ...topics.flatMap(landingThings),
  ]);
}

type Entry = readonly [address: string, thing: Thing];

function queueThing({ endpoint, redrive, ...plan }: QueuePlan): Entry {
  const { account, region, queue: name, fifo, kmsKey } = endpoint;
  const settings = {
    endpoint: endpoint.name,
    fifo,
    retentionSeconds: plan.retentionSeconds,
    visibilityTimeoutSeconds: plan.visibilityTimeoutSeconds,
    ...(redrive === undefined ? {} : { deadLetters: redrive.deadLetters.queue, maxReceives: redrive.maxReceives }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(plan.feed === undefined ? {} : { fedBy: JSON.stringify(plan.feed) }),
  };
  return [`aws/queue/${account}/${region}/${name}`, { cloud: "aws", kind: "queue", name, settings }];
}

function functionThing(plan: FunctionPlan): Entry {
  const { cloud, name, link, memoryMb, timeoutSeconds, maxConcurrency } = plan;
  const settings = {
    // Everything that the function is told, so that no change of a link goes unseen.
    link: JSON.stringify(link),
    memoryMb,
    timeoutSeconds,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
  };
  const where = cloud === "aws" ? plan.account : plan.project;
  return [`${cloud}/function/${where}/${plan.region}/${name}`, { cloud, kind: "function", name, settings }];
}

function topicThing({ endpoint, retentionSeconds = 0, schema = "" }: TopicPlan): Entry {
  const { project, topic: name, ordered, region } = endpoint;
  const settings = { endpoint: endpoint.name, ordered, region: ordered ? region : "", retentionSeconds, schema };
  return [`gcp/topic/${project}/${name}`, { cloud: "gcp", kind: "topic", name, settings }];
}

function subscriptionThing({ name, project, topic, deadLetters, link: _link, ...settings }: SubscriptionPlan): Entry {
  const thing = { topic: topic.topic, deadLetters: deadLetters.topic, ...settings };
  return [`gcp/subscription/${project}/${name}`, { cloud: "gcp", kind: "subscription", name, settings: thing }];
}

function landingThings({ endpoint, landing, schema = "" }: TopicPlan): readonly Entry[] {
  const { project, topic, name: from } = endpoint;
  if (landing?.bigquery !== undefined) {
    const { table: name, key = [], partitionBy = "" } = landing.bigquery;
    const settings = { endpoint: from, topic, schema, key: key.join(","), partitionBy };
    return [[`gcp/table/${project}/${name}`, { cloud: "gcp", kind: "table", name, settings }]];
  }
  if (landing?.gcs === undefined || landing.gcs.existing === true) return [];
  const { bucket: name, format = "avro" } = landing.gcs;
  return [[`gcp/bucket/${name}`, { cloud: "gcp", kind: "bucket", name, settings: { endpoint: from, topic, format } }]];
}
