// Brings the sources of functions into their bucket: once for all functions of a crossing that are told nothing but a link.

import { StorageBucketObject } from "@cdktf/provider-google/lib/storage-bucket-object/index.js";
import type { RunPlan } from "../../../shared/fabric/deployment/function-plan.ts";
import type { Crossing } from "../../../shared/fabric/link.ts";
import type { Site } from "../site.ts";
import { told } from "../told.ts";
import type { Archive } from "./archive.ts";
import type { Build } from "./build.ts";

/** Makes the archive of a crossing with texts beside the bundle. The same archive for the same texts. */
export type ArchiveOf = (crossing: Crossing, files: Readonly<Record<string, string>>) => Archive;

/** Where archives lie, from the folder of the stack. */
export const SOURCES = "sources";

/** Gives the name of a function's source in the bucket, as a reference to its upload. */
export function uploads({ stack }: Site, { bucket }: Build, archiveOf: ArchiveOf): (plan: RunPlan) => string {
  const made = new Map<string, StorageBucketObject>();
  return (plan) => {
    const { name } = archiveOf(plan.link.crossing, told(plan).files);
    const known = made.get(name);
    if (known !== undefined) return known.name;
    const upload = new StorageBucketObject(stack, `source_${name.replace(/\.zip$/, "")}`, {
      bucket: bucket.name,
      name,
      source: `\${path.module}/${SOURCES}/${name}`,
      contentType: "application/zip",
    });
    made.set(name, upload);
    return upload.name;
  };
}
