// The topics of a fabric, with the subscriptions that keep its dead letters: a topic without one forgets.

import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic/index.js";
import { type PubsubEndpoint, topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import type { TopicPlan } from "../../shared/fabric/deployment/topic-plan.ts";
import type { Site } from "./site.ts";

/** The path of a topic: as a reference where the fabric makes it, so that what needs it comes after it. */
export type TopicRef = (endpoint: PubsubEndpoint) => string;

/** Gives the id of a schema for a topic, where it has one. */
export type SchemaRef = (plan: TopicPlan) => string | undefined;

/** Topics of others are only named. */
export function topics(site: Site, schemaOf: SchemaRef): TopicRef {
  const made = new Map<string, PubsubTopic>();
  for (const plan of site.deployment.topics) {
    if (plan.role === "existing") continue;
    const topic = aTopic(site, plan, schemaOf(plan));
    made.set(plan.endpoint.name, topic);
    if (plan.keeper !== undefined) keeper(site, plan, topic, plan.keeper);
  }
  return (endpoint) => made.get(endpoint.name)?.id ?? topicPath(endpoint);
}

function aTopic({ stack, idOf, api, labels }: Site, plan: TopicPlan, schema: string | undefined): PubsubTopic {
  const { endpoint, retentionSeconds } = plan;
  const { name, project, topic, ordered, region } = endpoint;
  return new PubsubTopic(stack, `topic_${idOf(name)}`, {
    project,
    name: topic,
    labels,
    ...(retentionSeconds === undefined ? {} : { messageRetentionDuration: `${retentionSeconds}s` }),
    // Order holds within one region only: https://docs.cloud.google.com/pubsub/docs/ordering
    ...(ordered ? { messageStoragePolicy: { allowedPersistenceRegions: [region] } } : {}),
    ...(schema === undefined ? {} : { schemaSettings: { schema, encoding: "JSON" } }),
    dependsOn: [api("pubsub")],
  });
}

function keeper(
  { stack, idOf, labels }: Site,
  { endpoint }: TopicPlan,
  topic: PubsubTopic,
  { name, retentionSeconds }: NonNullable<TopicPlan["keeper"]>,
): PubsubSubscription {
  return new PubsubSubscription(stack, `keeper_${idOf(endpoint.name)}`, {
    project: endpoint.project,
    name,
    topic: topic.id,
    labels,
    messageRetentionDuration: `${retentionSeconds}s`,
    expirationPolicy: NEVER,
  });
}

/** An idle subscription would go after 31 days, and with it what it keeps: https://cloud.google.com/pubsub/docs/subscription-properties */
export const NEVER = { ttl: "" };
