// Stacks that a fabric has nothing left for: cdk takes a stack away that has become empty, and forgets one that it is not told of.

import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { constructId } from "../../shared/fabric/deployment/construct-id.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";

/** An empty stack for each that `lock` knows and `kept` does not name. */
export const goneStacks = (scope: Construct, { places }: Lock, kept: ReadonlySet<string>): readonly Stack[] =>
  Object.entries(places)
    .filter(([stackName]) => !kept.has(stackName))
    .map(([stackName, env]) => new Stack(scope, constructId(stackName), { stackName, env }));
