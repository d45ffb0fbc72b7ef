// What is deployed of a fabric in AWS, as CloudFormation itself tells: asked before anything is changed or taken away.

import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { HopspanError } from "../../shared/core/errors.ts";
import { type QueueStack, queuesIn } from "../plan/aws-losses.ts";
import { awsError, keysToLook, type Place } from "./aws-credentials.ts";

/** Stacks by name, with where each of them would be. */
export type StackPlaces = Readonly<Record<string, Place>>;

/**
 * Those of the stacks that are there, with the queues that they make. Rejects with a `HopspanError` where AWS does not
 * tell, and where a stack is being worked on: whatever it holds, it is not as it will be.
 */
export async function deployedStacks(places: StackPlaces): Promise<readonly QueueStack[]> {
  const byPlace = Map.groupBy(Object.entries(places), ([, { account, region }]) => `${account}/${region}`);
  const asked = [...byPlace.values()].map(async (stacks) => {
    const [[, place] = ["", { account: "", region: "" }]] = stacks;
    const credentials = await keysToLook(place);
    const client = new CloudFormationClient({ region: place.region, ...(credentials ? { credentials } : {}) });
    try {
      return await Promise.all(stacks.map(([name]) => deployedStack(client, name, place)));
    } finally {
      client.destroy();
    }
  });
  return (await Promise.all(asked)).flat(2);
}

/** One or none. */
async function deployedStack(client: CloudFormationClient, name: string, place: Place): Promise<readonly QueueStack[]> {
  const where = `${name} in ${place.account}/${place.region}`;
  const status = await statusOf(client, name, where);
  if (status === undefined || HOLDS_NOTHING.has(status)) return [];
  if (status.endsWith("_IN_PROGRESS")) throw underWay(where, status);
  try {
    const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName: name }));
    return [{ name, account: place.account, region: place.region, queues: queuesIn(TemplateBody) }];
  } catch (cause) {
    throw awsError(`what stack ${where} holds could not be asked`, cause);
  }
}

/**
 * Where a stack's first creation came to nothing, or was only prepared:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html#cfn-console-view-stack-data-resources-status-codes
 */
const HOLDS_NOTHING: ReadonlySet<string> = new Set(["REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "DELETE_COMPLETE"]);

/** Undefined where there is no such stack. */
async function statusOf(client: CloudFormationClient, name: string, where: string): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0]?.StackStatus;
  } catch (cause) {
    if (cause instanceof Error && /does not exist/.test(cause.message)) return undefined;
    throw awsError(`whether stack ${where} is there could not be asked`, cause);
  }
}

const underWay = (where: string, status: string) =>
  new HopspanError(
    "UNDER_WAY",
    `stack ${where} is being worked on (${status}): another deployment is at work, or one that was ended goes on in AWS: wait until it is through, and run the command again`,
    true,
  );
