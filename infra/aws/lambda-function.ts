// A link as a Lambda function: the crossing's bundle, told which link it is.

import { Duration } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from "aws-cdk-lib/aws-lambda";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import type { Told } from "./environment.ts";

/** What a function stands on. */
export interface Ground {
  readonly role: Role;
  readonly log: LogGroup;
  readonly code: Code;
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
  { role, log, code, variables }: Ground,
): LambdaFunction {
  return new LambdaFunction(scope, "Function", {
    functionName: plan.name,
    description: plan.link.name,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code,
    role,
    memorySize: plan.memoryMb,
    timeout: Duration.seconds(plan.timeoutSeconds),
    environment: { ...variables },
    logGroup: log,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
  });
}
