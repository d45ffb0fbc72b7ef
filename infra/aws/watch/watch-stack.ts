// Everything that a stack is watched by: alarms over what is in it, and, in a place's first stack, topic and dashboard.

import type { Stack } from "aws-cdk-lib";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { Deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { LambdaPlan } from "../../../shared/fabric/deployment/function-plan.ts";
import type { StackPlan } from "../stacks.ts";
import type { Place } from "../units.ts";
import { ageAlarms } from "./age-alarms.ts";
import { alarmTopic, alarmTopicName } from "./alarm-topic.ts";
import { dashboards, type Row } from "./dashboard.ts";
import { deadLetterAlarms } from "./dead-letter-alarms.ts";
import { functionAlarms } from "./function-alarms.ts";
import { reconciliation } from "./reconciliation.ts";

/** `logs`: the log of each link's function in the stack. */
export function watchStack(
  stack: Stack,
  plan: StackPlan,
  deployment: Deployment,
  logs: ReadonlyMap<string, LogGroup>,
): void {
  const scope = new Construct(stack, "Watch");
  const watch = { scope, stack: plan.name, topic: topicOf(scope, plan, deployment) };
  const lambdas = plan.units.flatMap(({ lambda }) => (lambda === undefined ? [] : [lambda]));
  // A queue of another account is seen by nobody here.
  const seen = lambdas.flatMap((lambda) => {
    const { source, name } = lambda.link;
    const log = logs.get(name);
    const isSeen = source.broker === "sqs" && source.account === plan.account && log !== undefined;
    return isSeen ? [{ queue: source, ageBudgetSeconds: lambda.ageBudgetSeconds, log }] : [];
  });
  ageAlarms(watch, seen);
  deadLetterAlarms(
    watch,
    plan.units.flatMap(({ deadLetters }) => (deadLetters ? [deadLetters.endpoint] : [])),
  );
  functionAlarms(
    watch,
    lambdas.map(({ name }) => name),
  );
  reconciliation(watch, deployment.fabric, seen);
  if (plan.number === 1) dashboards(scope, plan.name, rows(deployment, plan));
}

function topicOf(scope: Construct, { number, account, region }: StackPlan, deployment: Deployment): ITopic {
  if (number === 1) return alarmTopic(scope, deployment, { account, region });
  const arn = `arn:aws:sns:${region}:${account}:${alarmTopicName(deployment.fabric)}`;
  return Topic.fromTopicArn(scope, "Topic", arn);
}

/** Of all stacks of the place, so that there is one picture of it. */
function rows({ functions }: Deployment, { account, region }: Place): readonly Row[] {
  const isHere = (plan: LambdaPlan) => plan.account === account && plan.region === region;
  return functions.flatMap((plan) => {
    const { source, deadLetters, name } = plan.link;
    if (plan.cloud !== "aws" || !isHere(plan) || source.broker !== "sqs" || deadLetters.broker !== "sqs") return [];
    return [{ title: name, function: plan.name, source, deadLetters }];
  });
}
