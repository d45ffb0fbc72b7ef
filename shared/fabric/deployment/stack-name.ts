// What the CloudFormation stacks of a fabric are called.

import type { Deployment } from "./deployment.ts";

/** What the names of a fabric's stacks start with, but of its first: no fabric's name has a capital, so only this one's do. */
export const stackPrefix = (fabric: string): string => `${fabric}-Stack-`;

/**
 * `FABRIC`; `FABRIC-Stack-2` and so on beside it; with region, and account before it, where they are not the fabric's
 * own.
 */
export function stackName(
  { fabric, aws }: Pick<Deployment, "fabric" | "aws">,
  { account, region }: { readonly account: string; readonly region: string },
  number = 1,
): string {
  const marks = [
    ...(account === aws?.account ? [] : [account]),
    ...(account === aws?.account && region === aws.region ? [] : [region]),
    ...(number === 1 ? [] : [number]),
  ];
  return marks.length === 0 ? fabric : `${stackPrefix(fabric)}${marks.join("-")}`;
}

/** True for a name that a stack of the fabric in this place has, be the place the fabric's own or not. */
export function isStackOf(
  fabric: string,
  name: string,
  { account, region }: { readonly account: string; readonly region: string },
): boolean {
  if (name === fabric) return true;
  if (!name.startsWith(stackPrefix(fabric))) return false;
  const marks = name.slice(stackPrefix(fabric).length);
  return (
    NUMBER.test(marks) ||
    [region, `${account}-${region}`].some(
      (place) => marks === place || (marks.startsWith(`${place}-`) && NUMBER.test(marks.slice(place.length + 1))),
    )
  );
}

/** The first stack of a place has none. */
const NUMBER = /^([2-9]|[1-9][0-9]+)$/;
