// A queue filled from a DynamoDB stream, by an EventBridge pipe.

import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import type { Construct } from "constructs";
import { pipeName } from "../../../shared/fabric/deployment/feed-names.ts";
import type { Feed } from "../../../shared/fabric/feed-schema.ts";
import type { Fed } from "./fed.ts";
import { feedRole } from "./feed-role.ts";

/** What SQS takes in one request: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-batching-concurrency.html */
const BATCH = 10;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html */
const READ = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"];

/** A pipe tries a change again until the stream forgets it, so nothing needs dead letters here. */
export function feedFromDynamodb(scope: Construct, fed: Fed, feed: NonNullable<Feed["dynamodbStream"]>): void {
  const { name, fifo, region, account } = fed.plan.endpoint;
  const pipe = pipeName(fed.fabric, name, feed);
  const role = feedRole(scope, fed, {
    service: "pipes",
    // Where another pipe takes its place, the old one goes on until the new one is there.
    sourceArn: `arn:aws:pipes:${region}:${account}:pipe/${pipe.anyOf}`,
    sendTo: [fed.queue.queueArn],
    more: [new PolicyStatement({ actions: READ, resources: [feed.stream] })],
  });
  new CfnPipe(scope, "Pipe", {
    name: pipe.name,
    description: `Fills ${name} of ${fed.fabric}`,
    roleArn: role.roleArn,
    source: feed.stream,
    sourceParameters: {
      dynamoDbStreamParameters: { startingPosition: feed.startingPosition ?? "LATEST", batchSize: BATCH },
    },
    target: fed.queue.queueArn,
    // One group keeps the stream's order; a change has an id of its own, so one that is sent twice counts once.
    ...(fifo
      ? { targetParameters: { sqsQueueParameters: { messageGroupId: name, messageDeduplicationId: "$.eventID" } } }
      : {}),
  });
}
