// What the Google half stands on: the project with the services that it enables, and where terraform keeps its state.

import type { Deployment } from "../deployment.ts";
import { tagsOf } from "./aws-watch-things.ts";
import { type Entry, entry, settingsOf } from "./thing.ts";

/** Nothing where the fabric has nothing in Google Cloud. */
export function groundThings(deployment: Deployment): readonly Entry[] {
  const { fabric, gcp, topics, functions, ground, aws } = deployment;
  const isThere = topics.length > 0 || functions.some(({ cloud }) => cloud === "gcp");
  if (gcp === undefined || !isThere) return [];
  const { project, projectNumber, region } = gcp;
  const { gcs, s3, local = `.hopspan/${fabric}.tfstate` } = ground.state ?? {};
  const state =
    gcs !== undefined
      ? { gcs: gcs.bucket, prefix: gcs.prefix ?? `hopspan/${fabric}` }
      : s3 !== undefined
        ? { s3: s3.bucket, key: s3.key ?? `hopspan/${fabric}.tfstate`, region: s3.region ?? aws?.region }
        : { local };
  return [
    entry(["gcp", "services"], [], project, undefined, {
      ...settingsOf({ projectNumber, region }),
      ...Object.fromEntries(servicesOf(deployment).map((service) => [`service ${service}`, "enabled"])),
      ...tagsOf(deployment),
    }),
    entry(["gcp", "state"], [project], fabric, undefined, settingsOf(state)),
  ];
}

/** The services of Google Cloud that are enabled, by what is made with them; they stay when the fabric goes. */
function servicesOf({ topics, landings, functions, ground, subscriptions, claims }: Deployment): readonly string[] {
  const runs = functions.some(({ cloud }) => cloud === "gcp");
  const granted = functions.flatMap(({ cloud, grants }) =>
    grants.flatMap((grant) => (grant.cloud === "gcp" ? [{ cloud, on: grant.on.kind }] : [])),
  );
  const pooled = granted.some(({ cloud }) => cloud === "aws");
  const stores =
    landings.some(({ to }) => "bucket" in to && to.bucket.makesBucket) ||
    claims.some(({ cloud, makesBucket }) => cloud === "gcp" && makesBucket);
  const isTold = (ground.alarms?.email ?? []).length > 0;
  const uses: readonly (readonly [service: string, isUsed: boolean])[] = [
    ["artifactregistry", runs],
    ["bigquery", landings.some(({ to }) => "table" in to)],
    ["cloudbuild", runs],
    ["cloudfunctions", runs],
    ["cloudkms", granted.some(({ on }) => on === "key")],
    ["iam", runs || pooled],
    ["iamcredentials", runs || pooled],
    ["logging", runs],
    ["monitoring", isTold || pooled || subscriptions.length > 0 || landings.length > 0],
    ["pubsub", runs || granted.length > 0 || topics.some(({ role }) => role !== "existing")],
    ["run", runs],
    ["secretmanager", granted.some(({ on }) => on === "secret")],
    ["storage", runs || stores || granted.some(({ on }) => on === "bucket")],
    ["sts", pooled],
  ];
  return uses.filter(([, isUsed]) => isUsed).map(([service]) => service);
}
