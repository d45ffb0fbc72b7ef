// Buckets in Cloud Storage for bodies that are too large for a topic: private, and emptied by their own lifecycle.

import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { privateBucket } from "./private-bucket.ts";
import { addressPart, type Site } from "./site.ts";

/** Gives the name of a bucket: as a reference where the fabric makes it. */
export type ClaimBucketRef = (bucket: string) => string;

/** One for each that the fabric makes. It never goes with objects in it. */
export function claimBuckets(site: Site): ClaimBucketRef {
  const { stack, deployment } = site;
  const made = new Map<string, StorageBucket>();
  for (const plan of deployment.claims) {
    if (plan.cloud !== "gcp" || !plan.makesBucket) continue;
    const { bucket, project, region, expireDays } = plan;
    const resource = new StorageBucket(stack, `claims_${addressPart(bucket)}`, {
      ...privateBucket(site, { project, name: bucket, location: region }),
      // What was deleted would be kept, and paid, for a week more.
      softDeletePolicy: { retentionDurationSeconds: 0 },
      lifecycleRule: [{ action: { type: "Delete" }, condition: { age: expireDays } }],
    });
    made.set(bucket, resource);
  }
  return (bucket) => made.get(bucket)?.name ?? bucket;
}
