// One stack of a fabric: its queues, and the functions that read them or reach them.

import { Stack } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import type { Bundles } from "./bundle-asset.ts";
import { googleRole } from "./google-role.ts";
import { makeLink } from "./make-link.ts";
import { makeQueues, shortName } from "./make-queues.ts";
import type { StackPlan } from "./stacks.ts";
import { trusted } from "./trust.ts";

/** What a stack is made from. */
export interface FabricStackProps {
  readonly plan: StackPlan;
  readonly deployment: Deployment;
  readonly lock: Lock;
  readonly bundles: Bundles;
}

/** Named by its plan; account and region are those of the fabric file, so that nothing depends on who deploys. */
export class FabricStack extends Stack {
  constructor(scope: Construct, id: string, { plan, deployment, lock, bundles }: FabricStackProps) {
    const { name: stackName, account, region, units } = plan;
    const description = `Hopspan fabric ${deployment.fabric}`;
    super(scope, id, { stackName, description, env: { account, region } });
    const scopes = { queues: new Construct(this, "Queues"), links: new Construct(this, "Links") };
    const made = new Map<string, Queue>();
    for (const unit of units) {
      const queue = makeQueues(scopes.queues, unit, deployment);
      if (queue !== undefined) made.set(unit.name, queue);
    }
    for (const { name, lambda, run } of units) {
      if (lambda === undefined && run === undefined) continue;
      const home = new Construct(scopes.links, shortName({ name }));
      if (lambda !== undefined) makeLink(home, lambda, deployment, bundles, made.get(lambda.link.source.name));
      if (run !== undefined) googleRole(home, run, trusted(run, lock));
    }
  }
}
