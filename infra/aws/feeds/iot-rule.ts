// A queue filled by an IoT Core rule: what devices publish by MQTT.

import { CfnTopicRule } from "aws-cdk-lib/aws-iot";
import type { Construct } from "constructs";
import { deriveName } from "../../../shared/fabric/derive-name.ts";
import type { Feed } from "../../../shared/fabric/feed-schema.ts";
import type { Fed } from "./fed.ts";
import { feedRole } from "./feed-role.ts";

/** https://docs.aws.amazon.com/iot/latest/apireference/API_CreateTopicRule.html: letters, digits and `_`. */
const RULE_NAME_CHARACTERS = 128;

/** The newest: https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html */
const SQL_VERSION = "2016-03-23";

/** What the rule can't put into the queue goes to its dead letters, with the error: IoT tries for a while only. */
export function feedFromIot(scope: Construct, fed: Fed, feed: NonNullable<Feed["iotRule"]>): void {
  const { queue, deadLetters, plan } = fed;
  const { name, region, account } = plan.endpoint;
  const ruleName = deriveName([fed.fabric, name], RULE_NAME_CHARACTERS).replaceAll("-", "_");
  const role = feedRole(scope, fed, {
    service: "iot",
    sourceArn: `arn:aws:iot:${region}:${account}:rule/${ruleName}`,
    sendTo: [queue.queueArn, deadLetters.queueArn],
    more: [],
  });
  const into = (to: typeof queue, useBase64: boolean) => ({
    sqs: { queueUrl: to.queueUrl, roleArn: role.roleArn, useBase64 },
  });
  new CfnTopicRule(scope, "Rule", {
    ruleName,
    topicRulePayload: {
      description: `Fills ${name} of ${fed.fabric}`,
      sql: feed.sql,
      awsIotSqlVersion: SQL_VERSION,
      actions: [into(queue, feed.base64 ?? false)],
      errorAction: into(deadLetters, false),
    },
  });
}
