// Where a function writes: kept for a month, and its summaries counted.

import { RemovalPolicy } from "aws-cdk-lib";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";

/** The name that Lambda would choose itself. */
export const logGroupName = ({ name }: Pick<LambdaPlan, "name">): string => `/aws/lambda/${name}`;

/** Goes with its function: it holds no message, and a log that stayed would stand in the way of the next deployment. */
export const logGroup = (scope: Construct, plan: LambdaPlan): LogGroup =>
  new LogGroup(scope, "Log", {
    logGroupName: logGroupName(plan),
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
