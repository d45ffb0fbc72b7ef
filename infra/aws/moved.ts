// Where roles of a stack were before: an account has a role's name only once, so the old one has to go first.

import type { Stack } from "aws-cdk-lib";
import type { Thing } from "../../shared/fabric/deployment/inventory.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import type { StackPlan } from "./stacks.ts";
import type { Place } from "./units.ts";

/** Other regions of the account in which the lock knows a role of the same name. Pure. */
export function cameFrom({ account, region, units }: StackPlan, { made, begun }: Lock): readonly string[] {
  const known = new Set(units.flatMap(({ lambda, run }) => lambda?.name ?? run?.name ?? []));
  const before = Object.entries({ ...begun, ...made }).flatMap(([address, thing]) =>
    thing.kind === "function" && known.has(thing.name) ? [rolePlace(address, thing)] : [],
  );
  const elsewhere = before.filter((place) => place.account === account && place.region !== region);
  return [...new Set(elsewhere.map((place) => place.region))];
}

/** A function in AWS is where its role is made; that of one in Google Cloud is made where its queue is. */
function rolePlace(address: string, { cloud, settings }: Thing): Place {
  if (cloud === "aws") {
    const [, , account = "", region = ""] = address.split("/");
    return { account, region };
  }
  const { targets } = JSON.parse(String(settings["link"])) as { readonly targets: readonly [Partial<Place>] };
  const [{ account = "", region = "" }] = targets;
  return { account, region };
}

/** Makes `stack` wait for `other`, unless that waits for it already: where hops change places, neither way would do. */
export function waitFor(stack: Stack, other: Stack): void {
  if (!waits(other, stack)) stack.addStackDependency(other);
}

const waits = (stack: Stack, other: Stack): boolean =>
  stack.dependencies.some((each) => each === other || waits(each, other));
