// Which stack each part of a fabric is in: a stack holds only so much, and what is in one must never move to another.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { stackName } from "../../shared/fabric/deployment/stack-name.ts";
import { type Place, type Unit, units, weight } from "./units.ts";

/** One CloudFormation stack. The stacks of a place are numbered from 1; the first is there in any case. */
export interface StackPlan extends Place {
  readonly name: string;
  readonly number: number;
  readonly units: readonly Unit[];
}

/**
 * How many resources a stack is filled to: less than the 500 that it may hold, so that what is in it can grow in place.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
const FULL = 440;

/**
 * Stacks in the order in which they are made. A unit stays where `lock` remembers it; a new one goes to the first stack
 * of its place with room. Only a function whose hop now reads a queue of a later stack follows it there.
 */
export function stackPlans(deployment: Deployment, lock: Pick<Lock, "stacks">): readonly StackPlan[] {
  const all = units(deployment);
  return places(deployment, all).flatMap((place) => {
    const here = all.filter((unit) => unit.account === place.account && unit.region === place.region);
    const numbers = assign(here, lock.stacks);
    return [...new Set([1, ...numbers.values()])]
      .sort((left, right) => left - right)
      .map((number) => ({
        ...place,
        name: stackName(deployment, place, number),
        number,
        units: here.filter(({ name }) => numbers.get(name) === number),
      }));
  });
}

/** What the lock has to remember, so that the next deployment moves nothing. */
export const stacksToRemember = (plans: readonly StackPlan[]): Lock["stacks"] =>
  Object.fromEntries(plans.flatMap(({ number, units: held }) => held.map(({ name }) => [name, number])));

/** The units of one place to stacks by number, from 1. Pure; the same for the same units and the same memory. */
export function assign(here: readonly Unit[], remembered: Lock["stacks"]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const loads = new Map<number, number>();
  const put = (unit: Unit, number: number) => {
    numbers.set(unit.name, number);
    loads.set(number, (loads.get(number) ?? 0) + weight(unit));
  };
  const least = ({ after }: Unit) => (after === undefined ? 1 : (numbers.get(after) ?? 1));
  const putWithRoom = (unit: Unit) => {
    let number = least(unit);
    while ((loads.get(number) ?? 0) + weight(unit) > FULL) number++;
    put(unit, number);
  };
  for (const unit of here) {
    const known = Object.hasOwn(remembered, unit.name) ? remembered[unit.name] : undefined;
    if (known !== undefined) put(unit, known);
  }
  // Queues stand before the functions that read them, so their numbers are known by then.
  for (const unit of here) if (!numbers.has(unit.name)) putWithRoom(unit);
  for (const unit of here) if ((numbers.get(unit.name) ?? 1) < least(unit)) putWithRoom(unit);
  return numbers;
}

/** The fabric's own place first, then as they come. */
function places({ aws }: Deployment, all: readonly Unit[]): readonly Place[] {
  const key = ({ account, region }: Place) => `${account}/${region}`;
  const found = new Map(all.map((unit) => [key(unit), { account: unit.account, region: unit.region }]));
  const home = aws === undefined ? undefined : found.get(key(aws));
  return [...new Set([...(home ? [home] : []), ...found.values()])];
}
