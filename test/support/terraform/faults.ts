// Mistakes that a stack may have, each with what the walk says of it and what terraform is to say.

import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic/index.js";
import { TerraformOutput, type TerraformStack } from "cdktf";
import type { Parts } from "./a-stack.ts";

export interface Fault {
  readonly what: string;
  readonly make: (parts: Parts, stack: TerraformStack) => void;
  /** The lines of the walk, all of them. */
  readonly walk: readonly string[];
  /** A part of what terraform says, before anything is made. */
  readonly terraform: string;
}

const S = "google_pubsub_subscription.pushes";
const reference = (to: string) => `\${${to}}`;

export const faults: readonly Fault[] = [
  {
    what: "a property that nobody knows",
    make: ({ topic }) => topic.addOverride("retention", "600s"),
    walk: ["google_pubsub_topic.orders.retention: is not known there"],
    terraform: 'No argument or block type is named "retention"',
  },
  {
    what: "a property that nobody knows, in a block",
    make: ({ subscription }) => subscription.addOverride("dead_letter_policy.attempts", 5),
    walk: [`${S}.dead_letter_policy.attempts: is not known there`],
    terraform: 'No argument or block type is named "attempts"',
  },
  {
    what: "a property that only Google can set",
    make: ({ account }) => account.addOverride("unique_id", "1"),
    walk: ["google_service_account.function.unique_id: is told by Google and can't be set"],
    terraform: "unique_id: is told by Google and can't be set",
  },
  {
    what: "a missing argument",
    make: ({ subscription }) => subscription.addOverride("topic", undefined),
    walk: [`${S}.topic: is missing`],
    terraform: 'The argument "topic" is required',
  },
  {
    what: "a value of the wrong type",
    make: ({ subscription }) => subscription.addOverride("ack_deadline_seconds", "soon"),
    walk: [`${S}.ack_deadline_seconds: takes a number, not "soon"`],
    terraform: 'Inappropriate value for attribute "ack_deadline_seconds": a number is required',
  },
  {
    what: "a list in place of a text",
    make: ({ topic }) => topic.addOverride("name", ["orders"]),
    walk: ["google_pubsub_topic.orders.name: takes text, not a list"],
    terraform: 'Inappropriate value for attribute "name": string required',
  },
  {
    what: "a reference of the wrong type",
    make: ({ subscription }) =>
      subscription.addOverride("ack_deadline_seconds", reference("google_pubsub_topic.orders.terraform_labels")),
    walk: [
      `${S}.ack_deadline_seconds: takes a number, not a map of text, which ${reference("google_pubsub_topic.orders.terraform_labels")} is`,
    ],
    terraform: 'Inappropriate value for attribute "ack_deadline_seconds": number required',
  },
  {
    what: "two blocks where there may be one",
    make: ({ subscription }) => subscription.addOverride("expiration_policy", [{ ttl: "" }, { ttl: "" }]),
    walk: [`${S}.expiration_policy: may be there once, not 2 times`],
    terraform: 'No more than 1 "expiration_policy" blocks are allowed',
  },
  {
    what: "a reference to what is not there",
    make: ({ subscription }) => subscription.addOverride("topic", reference("google_pubsub_topic.gone.id")),
    walk: [`${S}.topic: refers to google_pubsub_topic.gone, which is not there`],
    terraform: "Reference to undeclared resource",
  },
  {
    what: "a reference to an attribute that is not there",
    make: (_, stack) => void new TerraformOutput(stack, "url", { value: reference("google_pubsub_topic.orders.url") }),
    walk: ["output.url.value: refers to google_pubsub_topic.orders.url, which is not there"],
    terraform: 'This object has no argument, nested block, or exported attribute named "url"',
  },
  {
    what: "an order after what is not there",
    make: ({ member }) => member.addOverride("depends_on", ["google_pubsub_topic.gone"]),
    walk: [
      "google_pubsub_topic_iam_member.may_publish.depends_on: refers to google_pubsub_topic.gone, which is not there",
    ],
    terraform: 'A managed resource "google_pubsub_topic" "gone" has not been declared',
  },
  {
    what: "a type that nobody knows",
    make: (_, stack) => stack.addOverride("resource.google_pubsub_queue.orders", { name: "orders" }),
    walk: ["google_pubsub_queue.orders: google_pubsub_queue is not known to the provider"],
    terraform: 'does not support resource type "google_pubsub_queue"',
  },
  {
    what: "a number out of its range",
    make: ({ subscription }) => subscription.addOverride("ack_deadline_seconds", 5),
    walk: [`${S}.ack_deadline_seconds: expected 10 to 600, got 5`],
    terraform: "ack_deadline_seconds: expected 10 to 600, got 5",
  },
  {
    what: "too few attempts before a message is dead",
    make: ({ subscription }) => subscription.addOverride("dead_letter_policy.max_delivery_attempts", 4),
    walk: [`${S}.dead_letter_policy[0].max_delivery_attempts: expected 5 to 100, got 4`],
    terraform: "dead_letter_policy[0].max_delivery_attempts: expected 5 to 100, got 4",
  },
  {
    what: "a topic's name where its path is due",
    make: ({ subscription, dead }) => subscription.addOverride("dead_letter_policy.dead_letter_topic", dead.name),
    walk: [`${S}.dead_letter_policy[0].dead_letter_topic: expected projects/PROJECT/topics/TOPIC, got "orders-dead"`],
    terraform: 'expected projects/PROJECT/topics/TOPIC, got "orders-dead"',
  },
  {
    what: "a retention that is too short",
    make: (_, stack) => void new PubsubTopic(stack, "brief", { name: "brief", messageRetentionDuration: "60s" }),
    walk: ["google_pubsub_topic.brief.message_retention_duration: expected 600s to 2678400s, got 60s"],
    terraform: "message_retention_duration: expected 600s to 2678400s, got 60s",
  },
  {
    what: "a name that is too short",
    make: ({ account }) => account.addOverride("account_id", "short"),
    walk: [
      'google_service_account.function.account_id: expected 6 to 30 lower case letters, digits or -, from a letter on, not ending in -, got "short"',
    ],
    terraform: "account_id: expected 6 to 30 lower case letters",
  },
  {
    what: "a pool's name that is too long",
    make: ({ pool }) => pool.addOverride("workload_identity_pool_id", "p".repeat(33)),
    walk: [
      `google_iam_workload_identity_pool.pool.workload_identity_pool_id: expected 4 to 32 lower case letters, digits or -, without gcp- in front, got "${"p".repeat(33)}"`,
    ],
    terraform: "workload_identity_pool_id: expected 4 to 32 lower case letters",
  },
  {
    what: "a label that Google has no room for",
    make: ({ topic }) => topic.addOverride("labels.Fabric", "retail"),
    walk: [
      'google_pubsub_topic.orders.labels: expected up to 63 lower case letters, digits, _ and - as keys, got "Fabric"',
    ],
    terraform: "labels: expected up to 63 lower case letters",
  },
];
