// A role's policy out of what its function is granted: as few statements as say it, since a policy holds only so much.

import type { Grant } from "./grants.ts";

/** One statement of a policy in AWS, as plain values. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * All inline policies of a role together, without white space:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const ROLE_POLICY_CHARACTERS = 10_240;

/** Grants in AWS: those of the same actions under the same condition are one statement. Nothing else is joined. */
export function statements(grants: readonly Grant[]): readonly Statement[] {
  const inAws = grants.flatMap((grant) => (grant.cloud === "aws" ? [grant] : []));
  const alike = Map.groupBy(inAws, ({ actions, condition }) => JSON.stringify([actions, condition]));
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { actions, condition } = first;
    const resources = [...new Set([first, ...more].map(({ resource }) => resource))];
    return [{ actions, resources, ...(condition === undefined ? {} : { condition }) }];
  });
}

/** How long the policy of these statements is, as IAM counts it. */
export const policyCharacters = (all: readonly Statement[]): number =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: all.map(({ actions, resources, condition }) => ({
      Action: oneOrMany(actions),
      ...(condition === undefined ? {} : { Condition: condition }),
      Effect: "Allow",
      Resource: oneOrMany(resources),
    })),
  }).length;

const oneOrMany = (texts: readonly string[]) => (texts.length === 1 ? texts[0] : texts);
