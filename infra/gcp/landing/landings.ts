// The subscriptions that bring a topic's messages into a table or a bucket, without a function.

import {
  PubsubSubscription,
  type PubsubSubscriptionConfig,
} from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import type { ITerraformDependable } from "cdktf";
import { KEYED_ROWS, KEYED_ROWS_NAME } from "../../../shared/fabric/deployment/keyed-rows.ts";
import type { BucketPlan, LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import type { TablePlan } from "../../../shared/fabric/deployment/table-plan.ts";
import { mayBury, mayTake } from "../dead-letters.ts";
import type { Site } from "../site.ts";
import { NEVER, type TopicRef } from "../topics.ts";
import { verbatim } from "../verbatim.ts";
import { type BucketRef, buckets, mayWriteObjects } from "./bucket.ts";
import { type DatasetRef, datasets, landingTable } from "./table.ts";

/** What is written where, and what has to be there before the first message. */
interface Way {
  readonly writes: Pick<
    PubsubSubscriptionConfig,
    "bigqueryConfig" | "cloudStorageConfig" | "messageTransforms" | "ackDeadlineSeconds"
  >;
  readonly rights: readonly ITerraformDependable[];
}

/** The longest that a row or an object waits for its next try: https://cloud.google.com/pubsub/docs/subscription-retry-policy */
const RETRY = { minimumBackoff: "10s", maximumBackoff: "600s" };

/** An object is kept open for no longer than this: https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1#cloudstorageconfig */
const OBJECT_ACK_SECONDS = 600;

/** One subscription for each landing. */
export function landings(site: Site, topic: TopicRef): void {
  const refs = { dataset: datasets(site), bucket: buckets(site) };
  for (const plan of site.deployment.landings) {
    const { writes, rights } =
      "table" in plan.to
        ? intoTable(site, plan, plan.to.table, refs.dataset)
        : intoBucket(site, plan, plan.to.bucket, refs.bucket);
    const subscription = new PubsubSubscription(site.stack, `lands_${site.idOf(plan.topic.name)}`, {
      project: plan.project,
      name: plan.subscription,
      topic: topic(plan.topic),
      labels: site.labels,
      expirationPolicy: NEVER,
      deadLetterPolicy: { deadLetterTopic: topic(plan.deadLetters), maxDeliveryAttempts: plan.maxAttempts },
      retryPolicy: RETRY,
      ...writes,
      dependsOn: [...rights, mayBury(site, plan.deadLetters, topic)],
    });
    mayTake(site, `lands_${site.idOf(plan.topic.name)}`, subscription);
  }
}

function intoTable(site: Site, plan: LandingPlan, into: TablePlan, dataset: DatasetRef): Way {
  const { table, mayWrite } = landingTable(site, plan, into, dataset);
  const isKeyed = into.key.length > 0;
  return {
    writes: {
      bigqueryConfig: {
        table: `${table.project}.${table.datasetId}.${table.tableId}`,
        useTableSchema: plan.hasSchema,
        writeMetadata: !isKeyed,
        // A field without a column would be lost unseen: its message rather ends as a dead letter.
        dropUnknownFields: false,
      },
      ...(isKeyed
        ? { messageTransforms: [{ javascriptUdf: { code: KEYED_ROWS, functionName: KEYED_ROWS_NAME } }] }
        : {}),
    },
    rights: [mayWrite],
  };
}

function intoBucket(site: Site, plan: LandingPlan, into: BucketPlan, bucketOf: BucketRef): Way {
  const bucket = bucketOf(into);
  return {
    writes: {
      ackDeadlineSeconds: OBJECT_ACK_SECONDS,
      cloudStorageConfig: {
        bucket,
        filenamePrefix: verbatim(into.prefix),
        filenameSuffix: into.format === "avro" ? ".avro" : ".txt",
        maxDuration: `${into.everySeconds}s`,
        ...(into.format === "avro" ? { avroConfig: { writeMetadata: true } } : {}),
      },
    },
    rights: mayWriteObjects(site, plan, bucket),
  };
}
