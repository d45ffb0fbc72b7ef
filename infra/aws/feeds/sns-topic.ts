// A queue subscribed to an SNS topic that is there already.

import { CfnSubscription } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Feed } from "../../../shared/fabric/feed-schema.ts";
import type { Fed } from "./fed.ts";
import { letSend } from "./let-send.ts";

/**
 * Raw, so that attributes stay attributes. What SNS can't deliver goes to the queue's own dead letters, which are of the
 * queue's kind, as SNS asks: https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 */
export function feedFromSns(scope: Construct, { queue, deadLetters }: Fed, feed: NonNullable<Feed["sns"]>): void {
  letSend(queue, "sns", feed.topic);
  letSend(deadLetters, "sns", feed.topic);
  new CfnSubscription(scope, "Subscription", {
    topicArn: feed.topic,
    protocol: "sqs",
    endpoint: queue.queueArn,
    rawMessageDelivery: true,
    redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
    // Where the topic is, which may be another region than the queue's.
    region: feed.topic.split(":")[3] ?? "",
    ...(feed.filter === undefined ? {} : { filterPolicy: feed.filter }),
  });
}
