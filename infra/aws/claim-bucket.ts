// A bucket in S3 for bodies that are too large for a queue: private, encrypted, and emptied by its own lifecycle.

import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccountPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { S3ClaimPlan } from "../../shared/fabric/deployment/claim-plan.ts";

/**
 * With the queue's own key, where it has one. The bucket stays when the fabric goes, since CloudFormation takes away only
 * empty ones, and messages elsewhere may still point there; one that could not be made to the end does not.
 */
export function claimBucket(scope: Construct, id: string, plan: S3ClaimPlan): Bucket {
  const home = new Construct(scope, id);
  const bucket = new Bucket(home, "Bucket", {
    bucketName: plan.bucket,
    ...encryption(home, plan),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules: [{ id: "Expire", expiration: Duration.days(plan.expireDays) }],
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  letForeignRolesIn(bucket, plan);
  Validations.of(bucket).acknowledge({ id: "AwsSolutions-S1", reason: UNLOGGED });
  return bucket;
}

const UNLOGGED =
  "Only the functions of the fabric come here, each by its own role, and a log of every body would be a bucket more to keep.";

/** A key of the bucket's own keeps the requests to KMS few: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html */
function encryption(scope: Construct, { kmsKey }: S3ClaimPlan): BucketProps {
  if (kmsKey === undefined) return { encryption: BucketEncryption.S3_MANAGED };
  return {
    encryption: BucketEncryption.KMS,
    encryptionKey: Key.fromKeyArn(scope, "Key", kmsKey),
    bucketKeyEnabled: true,
  };
}

/** By account and right, as for queues: a policy can't name a role that is not there yet. */
function letForeignRolesIn(bucket: Bucket, { foreign }: S3ClaimPlan): void {
  const alike = Map.groupBy(foreign, ({ account, grant }) => JSON.stringify([account, grant.actions, grant.resource]));
  for (const [first, ...more] of alike.values()) {
    if (first === undefined) continue;
    const { account, grant } = first;
    const roles = [first, ...more].map((each) => `arn:aws:iam::${account}:role/${each.grant.role}`);
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal(account)],
        actions: [...grant.actions],
        resources: [grant.resource],
        conditions: { ArnEquals: { "aws:PrincipalArn": [...new Set(roles)] } },
      }),
    );
  }
}
