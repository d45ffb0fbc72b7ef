// What is called by name of a feed: its role, and the pipe that reads a DynamoDB stream.

import { deriveName } from "../derive-name.ts";
import type { Feed } from "../feed-schema.ts";
import { worldMark } from "./identity.ts";

/** Roles: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, in characters. */
const ROLE_CHARACTERS = 64;

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Pipe.html, in characters. */
const PIPE_CHARACTERS = 64;

/** `--` and the eight characters of a mark. */
const MARK_CHARACTERS = 10;

/**
 * The role of what feeds an endpoint: it starts as all roles of the fabric do, and no function's is called so, since no
 * name of the file has a `_`. With its region, since an account has a role's name once, in all regions.
 */
export const feedRoleName = (fabric: string, { name, region }: Place): string =>
  deriveName([fabric, `${name}_feed`, region], ROLE_CHARACTERS);

interface Place {
  readonly name: string;
  readonly region: string;
}

/**
 * The pipe that feeds an endpoint, and what all its pipes are called by (`anyOf`). A pipe can change neither its stream nor
 * where it starts, and CloudFormation can't put another one of the same name in its place: so both are in the name, as a
 * mark. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-pipes-pipe.html
 */
export function pipeName(fabric: string, endpoint: string, { stream, startingPosition = "LATEST" }: Stream) {
  const stem = deriveName([fabric, endpoint], PIPE_CHARACTERS - MARK_CHARACTERS);
  return { name: `${stem}--${worldMark(stream, startingPosition)}`, anyOf: `${stem}--*` };
}

type Stream = NonNullable<Feed["dynamodbStream"]>;
