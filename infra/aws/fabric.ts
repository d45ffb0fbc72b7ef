// The AWS half of a fabric as a CDK construct: its stacks, and in them every part that the deployment names.

import { Tags } from "aws-cdk-lib";
import { Construct } from "constructs";
import { constructId } from "../../shared/fabric/deployment/construct-id.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { bundleFolder } from "../bundle.ts";
import type { Bundles } from "./bundle-asset.ts";
import { FabricStack } from "./fabric-stack.ts";
import { goneStacks } from "./gone-stacks.ts";
import { cameFrom, waitFor } from "./moved.ts";
import { stackPlans } from "./stacks.ts";
import { checkTrust } from "./trust.ts";

/** `bundles`: where the functions' bundles lie, if not where `npm run build` writes them. */
export interface FabricProps {
  readonly deployment: Deployment;
  readonly lock: Lock;
  readonly bundles?: Bundles;
}

/** Stacks would pass tags on to everything once more, and a dashboard takes none. */
const UNTAGGED = ["aws:cdk:stack", "AWS::CloudWatch::Dashboard"];

/**
 * Makes a stack for each account and region that the fabric reaches, and more where one would not hold it all; they need
 * nothing of each other but their order. Looks nothing up. Throws `ConfigError` where the lock or a bundle is missing.
 */
export class Fabric extends Construct {
  readonly stacks: readonly FabricStack[];

  constructor(scope: Construct, id: string, { deployment, lock, bundles = bundleFolder }: FabricProps) {
    super(scope, constructId(id));
    checkTrust(deployment, lock);
    const plans = stackPlans(deployment, lock);
    this.stacks = plans.map(
      (plan) => new FabricStack(this, constructId(plan.name), { plan, deployment, lock, bundles }),
    );
    const gone = goneStacks(this, lock, new Set(plans.map(({ name }) => name)));
    // First of all: what moves from one region to another keeps its role's name, which an account has only once.
    for (const stack of this.stacks) for (const before of gone) stack.addStackDependency(before);
    // In a place, a function may stand in a later stack than its queue, and all stand on the first one's alarm topic.
    for (const [at, stack] of this.stacks.entries()) {
      const before = this.stacks[at - 1];
      if (before?.account === stack.account && before.region === stack.region) stack.addStackDependency(before);
    }
    for (const [at, plan] of plans.entries())
      for (const other of this.stacks)
        if (other.account === plan.account && cameFrom(plan, lock).includes(other.region))
          waitFor(this.stacks[at] as FabricStack, other);
    for (const [key, value] of Object.entries({ ...deployment.ground.tags, fabric: deployment.fabric }))
      Tags.of(this).add(key, value, { excludeResourceTypes: UNTAGGED });
  }
}
