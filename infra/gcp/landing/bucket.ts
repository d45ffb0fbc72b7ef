// A Cloud Storage bucket that a topic's messages land in, as objects.

import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member/index.js";
import type { BucketPlan, LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import { privateBucket } from "../private-bucket.ts";
import { addressPart, type Site } from "../site.ts";

/** Gives the name of a bucket: as a reference where the fabric makes it. */
export type BucketRef = (plan: BucketPlan) => string;

/** Makes each bucket once, however many topics land in it. It never goes with objects in it. */
export function buckets(site: Site): BucketRef {
  const { stack, project, region } = site;
  const made = new Map<string, StorageBucket>();
  return ({ bucket, makesBucket }) => {
    if (!makesBucket) return bucket;
    const known = made.get(bucket);
    if (known !== undefined) return known.name;
    const config = privateBucket(site, { project, name: bucket, location: region });
    const resource = new StorageBucket(stack, `bucket_${addressPart(bucket)}`, config);
    made.set(bucket, resource);
    return resource.name;
  };
}

/** Pub/Sub's rights in the bucket: https://cloud.google.com/pubsub/docs/create-cloudstorage-subscription#assign_roles_gcs */
export const mayWriteObjects = ({ stack, idOf, pubsubAgent: member }: Site, { topic }: LandingPlan, bucket: string) =>
  [
    ["write", "roles/storage.objectCreator"],
    ["see", "roles/storage.legacyBucketReader"],
  ].map(([id, role = ""]) => new StorageBucketIamMember(stack, `${id}_${idOf(topic.name)}`, { bucket, role, member }));
