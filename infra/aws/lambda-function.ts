// A link as a Lambda function: the crossing's bundle, told which link it is.

import { Validations } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { Construct } from "constructs";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import type { Told } from "./environment.ts";

/** What a function stands on. */
export interface Ground {
  readonly role: Role;
  readonly log: LogGroup;
  readonly bundle: Asset;
  readonly variables: Told["variables"];
}

/**
 * Of Lambda's own lines only warnings are kept, so that a summary per invocation is all that is paid for; summaries have
 * no level, which Lambda takes for INFO: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html.
 * No network of its own, since both clouds' services are public; no concurrency is set aside, since a hop's limit is the
 * event source's.
 */
export function lambdaFunction(
  scope: Construct,
  plan: LambdaPlan,
  { role, log, bundle, variables }: Ground,
): CfnFunction {
  const made = new CfnFunction(scope, "Function", {
    functionName: plan.name,
    description: plan.link.name,
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    handler: "index.handler",
    code: { s3Bucket: bundle.s3BucketName, s3Key: bundle.s3ObjectKey },
    role: role.roleArn,
    memorySize: plan.memoryMb,
    timeout: plan.timeoutSeconds,
    environment: { variables: { ...variables } },
    loggingConfig: {
      logGroup: log.logGroupName,
      logFormat: "JSON",
      applicationLogLevel: "INFO",
      systemLogLevel: "WARN",
    },
  });
  Validations.of(made).acknowledge(...UNNEEDED);
  return made;
}

const UNNEEDED = [
  {
    id: "Serverless-LambdaDLQ",
    reason:
      "Only asynchronous calls can use it. An event source waits for the answer, and what fails stays in the queue.",
  },
  {
    id: "Serverless-LambdaTracing",
    reason:
      "A message carries its own trace from hop to hop. Tracing each invocation as well would cost more than it does.",
  },
];
