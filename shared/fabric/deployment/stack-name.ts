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
