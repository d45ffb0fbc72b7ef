// The role of a Lambda function: what its link needs, its own log, and nothing else.

import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { allowed } from "./allowed.ts";
import { logGroupName } from "./log-group.ts";

/** Named by the plan, since Google knows the function by its role's name. Only Lambda can take it on. */
export function lambdaRole(scope: Construct, plan: LambdaPlan): Role {
  return new Role(scope, "Role", {
    roleName: plan.role,
    description: `The function of ${plan.link.name}`,
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: { link: new PolicyDocument({ statements: [...allowed(plan.grants), ownLog(plan)] }) },
  });
}

/** The streams of one log group: https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
const ownLog = (plan: LambdaPlan): PolicyStatement =>
  new PolicyStatement({
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [`arn:aws:logs:${plan.region}:${plan.account}:log-group:${logGroupName(plan)}:*`],
  });
