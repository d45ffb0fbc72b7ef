// One stack of a fabric: its queues, and the functions that read them or reach them.

import { Stack } from "aws-cdk-lib";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import type { Bundles } from "./bundle-asset.ts";
import { claimBucket } from "./claim-bucket.ts";
import { googleRole } from "./google-role.ts";
import { makeLink } from "./make-link.ts";
import { makeQueues, shortName } from "./make-queues.ts";
import type { StackPlan } from "./stacks.ts";
import { trusted } from "./trust.ts";
import { watchStack } from "./watch/watch-stack.ts";

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
    const queues = new Construct(this, "Queues");
    const made = new Map(units.map((unit) => [unit.name, makeQueues(queues, unit, deployment)]));
    const buckets = new Construct(this, "Buckets");
    for (const { name, claims } of units) if (claims !== undefined) claimBucket(buckets, shortName({ name }), claims);
    const links = new Construct(this, "Links");
    const logs = new Map<string, LogGroup>();
    for (const { name, lambda, run } of units) {
      if (lambda === undefined && run === undefined) continue;
      const home = new Construct(links, shortName({ name }));
      const after = lambda && made.get(lambda.link.source.name);
      if (lambda !== undefined) logs.set(name, makeLink(home, lambda, deployment, bundles, after));
      if (run !== undefined) googleRole(home, run, trusted(run, lock));
    }
    watchStack(this, plan, deployment, logs);
  }
}
