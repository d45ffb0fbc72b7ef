// Where roles of a stack were before: an account has a role's name only once, so the old one has to go first.

import type { Stack } from "aws-cdk-lib";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { placeIn } from "../../shared/fabric/deployment/things/thing.ts";
import type { StackPlan } from "./stacks.ts";

/** Other regions of the account in which the lock knows a role of the same name. Pure. */
export function cameFrom({ account, region, units }: StackPlan, { made, begun }: Lock): readonly string[] {
  const known = new Set(units.flatMap(({ lambda, run }) => lambda?.role ?? run?.awsRole?.name ?? []));
  const before = Object.entries({ ...begun, ...made }).flatMap(([address, { cloud, kind, name }]) => {
    const [where, there] = placeIn(address);
    const isSame = cloud === "aws" && kind === "role" && known.has(name) && where === account;
    return isSame && there !== undefined && there !== region ? [there] : [];
  });
  return [...new Set(before)];
}

/** Makes `stack` wait for `other`, unless that waits for it already: where hops change places, neither way would do. */
export function waitFor(stack: Stack, other: Stack): void {
  if (!waits(other, stack)) stack.addStackDependency(other);
}

const waits = (stack: Stack, other: Stack): boolean =>
  stack.dependencies.some((each) => each === other || waits(each, other));
