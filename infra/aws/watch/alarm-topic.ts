// Where alarms are told: a topic of the fabric's, and the addresses that the file names.

import { Validations } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSubscription, Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { stackPrefix } from "../../../shared/fabric/deployment/stack-name.ts";
import { prefixOf } from "../../../shared/fabric/derive-name.ts";
import type { Place } from "../units.ts";

/** One per account and region; other stacks of the place know it by its name. */
export const alarmTopicName = (fabric: string): string => `${prefixOf(fabric)}alarms`;

/** Takes alarms of this fabric only, and only by TLS. Who is to be written to has to confirm once. */
export function alarmTopic(scope: Construct, { fabric, ground }: Deployment, { account, region }: Place): Topic {
  const alarms = `arn:aws:cloudwatch:${region}:${account}:alarm:`;
  const ours = [prefixOf(fabric), stackPrefix(fabric)];
  const topic = new Topic(scope, "Topic", { topicName: alarmTopicName(fabric), enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "AlarmsOfThisFabric",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { ArnLike: { "aws:SourceArn": ours.map((prefix) => `${alarms}${prefix}*`) } },
    }),
  );
  for (const endpoint of new Set(ground.alarms?.email ?? [])) {
    // As a path, an address with a slash would be another one with dashes.
    const id = endpoint.replaceAll("%", "%25").replaceAll("/", "%2F");
    const reader = new CfnSubscription(topic, id, { topicArn: topic.topicArn, protocol: "email", endpoint });
    const reason =
      "A mail that can't be delivered is of no use in a queue: the alarm itself is still there to be seen.";
    Validations.of(reader).acknowledge({ id: "Serverless-SNSRedrivePolicy", reason });
  }
  return topic;
}
