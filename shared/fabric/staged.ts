// One fabric, several stages side by side in one account: everything that is made has the stage in its name.

import type { Fabric, FabricEndpoint } from "./fabric.ts";

/**
 * The fabric of a stage: `-at-STAGE` behind its name and behind the name of every queue, topic and table's dataset that
 * it makes, and behind the place of its state, which two stages must never share. What belongs to others keeps its name.
 * No name of a fabric or a stage has the word `at`, so no two of them make the same. Without a stage, the fabric itself.
 */
export function staged(fabric: Fabric, stage: string | undefined): Fabric {
  if (stage === undefined) return fabric;
  const endpoints = [...fabric.endpoints].map(([name, each]) => [name, inStage(each, stage)] as const);
  return {
    ...fabric,
    name: named(fabric.name, stage),
    endpoints: new Map(endpoints),
    ground: groundInStage(fabric.ground, stage),
  };
}

/** True for the name of a fabric in a stage. */
export const isStage = (fabric: string): boolean => fabric.includes("-at-");

/** The name that the fabric's file has, whatever the stage. */
export const withoutStage = (fabric: string): string => fabric.replace(/-at-.*$/, "");

const named = (name: string, stage: string): string => `${name}-at-${stage}`;

/** What the file leaves out is named after the fabric, which has the stage in its name already. */
function groundInStage({ state, ...ground }: Fabric["ground"], stage: string): Fabric["ground"] {
  if (state === undefined) return ground;
  const { gcs, s3, local } = state;
  return {
    ...ground,
    state: {
      ...(gcs === undefined ? {} : { gcs: { ...gcs, ...(gcs.prefix ? { prefix: named(gcs.prefix, stage) } : {}) } }),
      ...(s3 === undefined ? {} : { s3: { ...s3, ...(s3.key ? { key: fileInStage(s3.key, stage) } : {}) } }),
      ...(local === undefined ? {} : { local: fileInStage(local, stage) }),
    },
  };
}

/** Before the ending, where there is one. */
const fileInStage = (file: string, stage: string): string => file.replace(/(\.[^./]+)?$/, `${named("", stage)}$1`);

function inStage(each: FabricEndpoint, stage: string): FabricEndpoint {
  const placed = addressInStage(each, stage);
  if (each.settings.claims?.existing !== false) return placed;
  const { endpoint } = placed;
  return endpoint.broker === "sqs"
    ? { ...placed, endpoint: { ...endpoint, ...claimsInStage(endpoint.claimCheck, stage) } }
    : { ...placed, endpoint: { ...endpoint, ...claimsInStage(endpoint.claimCheck, stage) } };
}

/** Also beside a queue that is somebody else's: the bucket is the fabric's. */
const claimsInStage = <Claims extends { readonly bucket: string }>(claims: Claims | undefined, stage: string) =>
  claims === undefined ? {} : { claimCheck: { ...claims, bucket: named(claims.bucket, stage) } };

function addressInStage(each: FabricEndpoint, stage: string): FabricEndpoint {
  if (each.existing) return each;
  const { endpoint, settings } = each;
  if (endpoint.broker === "pubsub")
    return {
      ...each,
      endpoint: { ...endpoint, topic: named(endpoint.topic, stage) },
      settings: landingInStage(settings, stage),
    };
  const queue = `${named(endpoint.queue.replace(/\.fifo$/, ""), stage)}${endpoint.fifo ? ".fifo" : ""}`;
  return { ...each, endpoint: { ...endpoint, queue } };
}

/** A dataset's name knows no dash: https://cloud.google.com/bigquery/docs/datasets#dataset-naming */
function landingInStage(settings: FabricEndpoint["settings"], stage: string): FabricEndpoint["settings"] {
  const { bigquery, gcs } = settings.landing ?? {};
  if (bigquery !== undefined && bigquery.existing !== true) {
    const table = bigquery.table.replace(".", `${named("", stage).replaceAll("-", "_")}.`);
    return { ...settings, landing: { bigquery: { ...bigquery, table } } };
  }
  if (gcs !== undefined && gcs.existing !== true)
    return { ...settings, landing: { gcs: { ...gcs, bucket: named(gcs.bucket, stage) } } };
  return settings;
}
