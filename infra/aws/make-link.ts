// All that one link has on Lambda: a role, a log, a function, and what calls it.

import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { LambdaPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { type Bundles, bundleAsset } from "./bundle-asset.ts";
import { told } from "./environment.ts";
import { eventSource } from "./event-source.ts";
import { lambdaFunction } from "./lambda-function.ts";
import { lambdaRole } from "./lambda-role.ts";
import { logGroup } from "./log-group.ts";

/**
 * Gives the function's log. `after`: the source queue where it is made in the same stack; Lambda looks at it when the two
 * are joined.
 */
export function makeLink(
  home: Construct,
  plan: LambdaPlan,
  deployment: Deployment,
  bundles: Bundles,
  after?: Queue,
): LogGroup {
  const { variables, files } = told(deployment, plan);
  const role = lambdaRole(home, plan);
  const log = logGroup(home, plan);
  const bundle = bundleAsset(home, bundles, plan.link.crossing, files);
  const target = lambdaFunction(home, plan, { role, log, bundle, variables });
  const source = eventSource(home, plan, target);
  if (after !== undefined) source.node.addDependency(after);
  return log;
}
