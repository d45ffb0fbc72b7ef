// How every bucket is that the fabric makes in Cloud Storage: private, and never gone with objects in it.

import type { StorageBucketConfig } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import type { Site } from "./site.ts";

/** What all of them say; `place` is where a bucket is, and what it is called. */
export const privateBucket = (
  { api, labels }: Pick<Site, "api" | "labels">,
  place: Pick<StorageBucketConfig, "project" | "name" | "location">,
): StorageBucketConfig => ({
  ...place,
  labels,
  uniformBucketLevelAccess: true,
  publicAccessPrevention: "enforced",
  forceDestroy: false,
  dependsOn: [api("storage")],
});
