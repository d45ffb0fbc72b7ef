// A queue subscribed to an SNS topic that is there already.

import { Validations } from "aws-cdk-lib";
import { CfnSubscription } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { snsSender } from "../../../shared/fabric/aws-regions.ts";
import type { Feed } from "../../../shared/fabric/feed-schema.ts";
import type { Fed } from "./fed.ts";
import { letSend } from "./let-send.ts";

/**
 * Raw, so that attributes stay attributes. What SNS can't deliver goes to the queue's own dead letters, which are of the
 * queue's kind and in the topic's region, as SNS asks: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html.
 * A topic of another region has none, and `check` says so.
 */
export function feedFromSns(scope: Construct, { plan, queue, deadLetters }: Fed, feed: NonNullable<Feed["sns"]>): void {
  const [, , , topicRegion = ""] = feed.topic.split(":");
  const { region } = plan.endpoint;
  letSend(queue, snsSender(topicRegion, region), feed.topic);
  const isNear = topicRegion === region;
  if (isNear) letSend(deadLetters, snsSender(topicRegion, region), feed.topic);
  const made = new CfnSubscription(scope, "Subscription", {
    topicArn: feed.topic,
    protocol: "sqs",
    endpoint: queue.queueArn,
    rawMessageDelivery: true,
    ...(isNear ? { redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn } } : {}),
    region: topicRegion,
    ...(feed.filter === undefined ? {} : { filterPolicy: feed.filter }),
  });
  if (!isNear) Validations.of(made).acknowledge({ id: "Serverless-SNSRedrivePolicy", reason: AWAY });
}

const AWAY =
  "A subscription of another region can't have dead letters beside the queue, and the fabric has no queue beside it.";
