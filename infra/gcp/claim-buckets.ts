// Buckets in Cloud Storage for bodies that are too large for a topic: private, and emptied by their own lifecycle.

import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { addressPart, type Site } from "./site.ts";

/** Gives the name of a bucket: as a reference where the fabric makes it. */
export type ClaimBucketRef = (bucket: string) => string;

/** One for each that the fabric makes. It never goes with objects in it. */
export function claimBuckets({ stack, api, labels, deployment }: Site): ClaimBucketRef {
  const made = new Map<string, StorageBucket>();
  for (const plan of deployment.claims) {
    if (plan.cloud !== "gcp" || !plan.makesBucket) continue;
    const { bucket, project, region, expireDays } = plan;
    const resource = new StorageBucket(stack, `claims_${addressPart(bucket)}`, {
      project,
      name: bucket,
      location: region,
      labels,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: false,
      // What was deleted would be kept, and paid, for a week more.
      softDeletePolicy: { retentionDurationSeconds: 0 },
      lifecycleRule: [{ action: { type: "Delete" }, condition: { age: expireDays } }],
      dependsOn: [api("storage")],
    });
    made.set(bucket, resource);
  }
  return (bucket) => made.get(bucket)?.name ?? bucket;
}
