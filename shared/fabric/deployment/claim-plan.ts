// The buckets of claim checks, each once however many endpoints share it: where it is, for how long, and for whom.

import { homeQueue } from "../dead-letters.ts";
import type { Fabric, FabricEndpoint } from "../fabric.ts";
import { bucketArn, bucketOwner } from "./claim-rights.ts";
import type { FunctionPlan } from "./function-plan.ts";
import type { Grant } from "./grants.ts";

interface Common {
  readonly bucket: string;
  /** False where it is there already. */
  readonly makesBucket: boolean;
  /** The first endpoint that names it. */
  readonly endpoint: string;
  /** After so many days an object goes. */
  readonly expireDays: number;
  readonly region: string;
}

/** A bucket in S3. `foreign`: what roles of other accounts than its own may do there, which its own policy has to say. */
export interface S3ClaimPlan extends Common {
  readonly cloud: "aws";
  readonly account: string;
  readonly kmsKey?: string;
  readonly foreign: readonly { readonly account: string; readonly grant: AwsGrant }[];
}

/** A bucket in Cloud Storage. */
export interface GcsClaimPlan extends Common {
  readonly cloud: "gcp";
  readonly project: string;
}

export type ClaimPlan = S3ClaimPlan | GcsClaimPlan;

type AwsGrant = Extract<Grant, { readonly cloud: "aws" }>;

const DAY_SECONDS = 86_400;

/** In the order of the file. Buckets of others are there too, since policies speak of them. */
export function claimPlans(fabric: Fabric, functions: readonly FunctionPlan[]): readonly ClaimPlan[] {
  const plans = new Map<string, ClaimPlan>();
  for (const each of fabric.endpoints.values())
    for (const plan of claimPlan(fabric, each, functions)) {
      const key = `${plan.cloud} ${plan.bucket}`;
      if (!plans.has(key)) plans.set(key, plan);
    }
  return [...plans.values()];
}

/** A day more than bodies have to stay: the key of a body has its day, and another try of that day finds it there. */
const daysOf = (keepSeconds: number): number => Math.ceil(keepSeconds / DAY_SECONDS) + 1;

function claimPlan(
  fabric: Fabric,
  { endpoint, settings }: FabricEndpoint,
  functions: readonly FunctionPlan[],
): readonly ClaimPlan[] {
  if (endpoint.claimCheck === undefined) return [];
  const { bucket, keepSeconds } = endpoint.claimCheck;
  const makesBucket = settings.claims?.existing !== true;
  const common = { bucket, makesBucket, endpoint: endpoint.name, expireDays: daysOf(keepSeconds) };
  if (endpoint.broker === "pubsub") {
    const { project, region } = { project: endpoint.project, region: endpoint.region, ...fabric.gcp };
    return [{ ...common, cloud: "gcp", project, region }];
  }
  const account = bucketOwner(fabric, bucket);
  const { kmsKey } = homeQueue(fabric, endpoint);
  const foreign = functions.flatMap((plan) => foreignRights(plan, bucket, account));
  const { region } = endpoint.claimCheck;
  return [{ ...common, cloud: "aws", account, region, foreign, ...(kmsKey === undefined ? {} : { kmsKey }) }];
}

function foreignRights(plan: FunctionPlan, bucket: string, owner: string): S3ClaimPlan["foreign"] {
  const account = plan.cloud === "aws" ? plan.account : plan.awsRole?.account;
  if (account === undefined || account === owner) return [];
  const arn = bucketArn(bucket);
  return plan.grants.flatMap((grant) =>
    grant.cloud === "aws" && (grant.resource === arn || grant.resource.startsWith(`${arn}/`))
      ? [{ account, grant }]
      : [],
  );
}
