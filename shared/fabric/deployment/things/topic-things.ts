// Topics, the schemas that they hold bodies against, and the subscriptions that push them to functions.

import { deriveName, TOPIC_NAME_CHARACTERS } from "../../derive-name.ts";
import type { Deployment } from "../deployment.ts";
import type { SubscriptionPlan } from "../subscription-plan.ts";
import type { TopicPlan } from "../topic-plan.ts";
import { ownerOfEndpoint, ownerOfLink } from "./owner.ts";
import { brief, type Entry, entry, settingsOf } from "./thing.ts";

/** Schemas first, then topics that the fabric makes, then subscriptions of whosoever topics. */
export const topicThings = ({ fabric, schemas, topics, subscriptions }: Deployment): readonly Entry[] => [
  ...schemas.map(({ project, schema, definition }) => {
    const name = deriveName([fabric, schema], TOPIC_NAME_CHARACTERS);
    return entry(["gcp", "schema"], [project], name, undefined, { definition: brief(JSON.stringify(definition)) });
  }),
  ...topics.filter(({ role }) => role !== "existing").map(topicThing),
  ...subscriptions.map(subscriptionThing),
];

/** Dead letters are kept by a subscription of the topic's own name, which comes and goes with it. */
function topicThing({ endpoint, role, retentionSeconds = 0, schema = "", keeper }: TopicPlan): Entry {
  const { project, topic: name, ordered, region } = endpoint;
  const settings = settingsOf({
    endpoint: endpoint.name,
    role,
    ordered,
    region: ordered ? region : "",
    retentionSeconds,
    schema,
    keptSeconds: keeper?.retentionSeconds,
  });
  return entry(["gcp", "topic"], [project], name, ownerOfEndpoint(endpoint.name), settings);
}

function subscriptionThing({ name, project, topic, deadLetters, link, ...plan }: SubscriptionPlan): Entry {
  const from = { topic: topic.topic, topicEndpoint: topic.name, topicProject: topic.project };
  const settings = settingsOf({ ...from, deadLetters: deadLetters.topic, ...plan });
  return entry(["gcp", "subscription"], [project], name, ownerOfLink(link), settings);
}
