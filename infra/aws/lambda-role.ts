// The role of a Lambda function: what its link needs, its own log, and nothing else.

import { Validations } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { allowed, ofClaims } from "./allowed.ts";
import { logGroupName } from "./log-group.ts";

/** Named by the plan, since Google knows the function by its role's name. Only Lambda can take it on. */
export function lambdaRole(scope: Construct, plan: LambdaPlan): Role {
  const streams = logStreams(plan);
  const role = new Role(scope, "Role", {
    roleName: plan.role,
    description: `The function of ${plan.link.name}`,
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: { link: new PolicyDocument({ statements: [...allowed(plan.grants), writing(streams)] }) },
  });
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${streams}]`, reason: STREAMS });
  ofClaims(role, plan.grants);
  if (plan.grants.some((grant) => grant.cloud === "aws" && grant.resource === "*"))
    for (const id of ["AwsSolutions-IAM5[Resource::*]", "Serverless-LambdaStarPermissions"])
      Validations.of(role).acknowledge({ id, reason: TOKEN });
  return role;
}

const STREAMS = "These are the streams of the function's own log group, whose names Lambda makes up as it goes.";

const TOKEN =
  "A token about oneself has no resource that could be named; a condition holds it to one audience at Google.";

/** The streams of one log group: https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
const logStreams = (plan: LambdaPlan): string =>
  `arn:aws:logs:${plan.region}:${plan.account}:log-group:${logGroupName(plan)}:*`;

const writing = (streams: string): PolicyStatement =>
  new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [streams] });
