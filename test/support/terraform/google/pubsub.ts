// Pub/Sub: https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/pubsub_subscription and pubsub_topic

import { type Values, valuesAt } from "../schema/value.ts";
import { type Complaint, type Knowledge, knowing, type Thing } from "./knowledge.ts";
import { atMostBytes, between, labels, matching, needs, oneOf, onlyOneOf, seconds } from "./rules.ts";

/** https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names */
const name = matching(
  "name",
  /^(?!goog)[A-Za-z][\w.~+%-]{2,254}$/,
  "3 to 255 letters, digits or -._~+%, from a letter on, without goog in front",
);
const TEN_MINUTES = 600;
const DAY = 86_400;
/** Also of a subscription, since 2024. */
const LONGEST = 31 * DAY;
const topicPath = /^projects\/[^/]+\/topics\/[^/]+$/;

/** https://cloud.google.com/pubsub/docs/exactly-once-delivery: for pulls only. */
function pulledOnly(values: Values): readonly Complaint[] {
  const pushed = valuesAt(values, "push_config").some(({ value }) => Array.isArray(value) && value.length > 0);
  if (values["enable_exactly_once_delivery"] !== true || !pushed) return [];
  return [{ at: ["enable_exactly_once_delivery"], words: "expected none of it where messages are pushed" }];
}

/** https://cloud.google.com/pubsub/docs/subscription-retry-policy */
const backoffs = ["retry_policy.minimum_backoff", "retry_policy.maximum_backoff"];

const resource = (kind: string) => ({
  id: ({ project, text }: Thing) => `projects/${project}/${kind}/${text("name")}`,
});

export const pubsub: Readonly<Record<string, Knowledge>> = {
  google_pubsub_topic: knowing({
    fixed: ["name", "project"],
    filled: ["project"],
    told: resource("topics"),
    rules: [name, labels(), seconds("message_retention_duration", TEN_MINUTES, LONGEST)],
  }),
  google_pubsub_subscription: knowing({
    fixed: ["name", "project", "topic", "filter", "enable_message_ordering"],
    filled: ["project", "ack_deadline_seconds", ...backoffs],
    defaults: { message_retention_duration: `${7 * DAY}s` },
    told: {
      ...resource("subscriptions"),
      ack_deadline_seconds: () => 10,
      "retry_policy.minimum_backoff": () => "10s",
      "retry_policy.maximum_backoff": () => "600s",
      "cloud_storage_config.state": () => "ACTIVE",
    },
    rules: [
      name,
      labels(),
      between("ack_deadline_seconds", 10, 600),
      seconds("message_retention_duration", TEN_MINUTES, LONGEST),
      seconds("expiration_policy.ttl", DAY, Infinity, ""),
      ...backoffs.map((path) => seconds(path, 0, 600)),
      atMostBytes("filter", 256),
      between("dead_letter_policy.max_delivery_attempts", 5, 100),
      needs("dead_letter_policy", "dead_letter_topic", "a topic for what is never delivered"),
      matching("dead_letter_policy.dead_letter_topic", topicPath, "projects/PROJECT/topics/TOPIC"),
      matching("push_config.push_endpoint", /^https:\/\/[^/]/, "an address that begins with https://"),
      onlyOneOf("push_config", "bigquery_config", "cloud_storage_config"),
      pulledOnly,
    ],
  }),
  google_pubsub_schema: knowing({
    fixed: ["name", "project"],
    filled: ["project"],
    told: resource("schemas"),
    rules: [name, oneOf("type", ["PROTOCOL_BUFFER", "AVRO"])],
  }),
};
