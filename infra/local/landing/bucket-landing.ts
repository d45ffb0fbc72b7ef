// Writes messages to objects of a local bucket, as the Cloud Storage subscription of the plan would.

import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import type { BucketPlan, LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import { objectFile, openObjectsFile, syncFolderOf } from "./landed-folder.ts";
import { writeObject } from "./object-form.ts";
import { openObjects } from "./open-objects.ts";
import type { Store } from "./store.ts";

/** An object is finished when it has so many bytes. Ours; Google's may have 10 GiB. */
const OBJECT_BYTES = 64 * 1_048_576;

/** Opens the bucket in the folder; what an earlier run has left open is still open, as old as it is. */
export function bucketLanding(
  plan: LandingPlan,
  { bucket, prefix, format, everySeconds }: BucketPlan,
  folder: string,
  objectBytes = OBJECT_BYTES,
): Store {
  const subscription = `projects/${plan.project}/subscriptions/${plan.subscription}`;
  const open = openObjects(openObjectsFile(folder), subscription);

  async function finish(): Promise<void> {
    const object = open.current();
    if (object === undefined) return;
    const file = objectFile(folder, bucket, object.name);
    mkdirSync(dirname(file), { recursive: true });
    // Nobody sees half an object. After a crash in between the same one is written again, under its own name.
    await writeObject(`${file}.part`, format, open.messages(), subscription);
    renameSync(`${file}.part`, file);
    syncFolderOf(file);
    open.finished();
  }
  return {
    async put(messages) {
      open.add(messages, () => objectName(prefix, format, new Date()));
      if (open.bytes() >= objectBytes) await finish();
      return [];
    },
    async due(nowMs) {
      const object = open.current();
      if (object !== undefined && nowMs - object.openedAtMs >= everySeconds * 1_000) await finish();
    },
    amount: () => ({ kind: "bucket", place: `gs://${bucket}/${prefix}`, ...open.written() }),
    async close() {
      if (!open.isOpen()) return;
      await finish();
      open.close();
    },
  };
}

/** https://cloud.google.com/pubsub/docs/create-cloudstorage-subscription#file_names: prefix, time in UTC, an id, suffix. */
function objectName(prefix: string, format: BucketPlan["format"], now: Date): string {
  const time = now.toISOString().replace(/\.\d+Z$/, "+00:00");
  return `${prefix}${time}_${randomUUID()}${format === "avro" ? ".avro" : ".txt"}`;
}
