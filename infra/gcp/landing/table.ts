// A BigQuery table that a topic's messages land in, and the dataset that it is in.

import { BigqueryDataset } from "@cdktf/provider-google/lib/bigquery-dataset/index.js";
import { BigqueryTable } from "@cdktf/provider-google/lib/bigquery-table/index.js";
import { BigqueryTableIamMember } from "@cdktf/provider-google/lib/bigquery-table-iam-member/index.js";
import type { LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import type { TablePlan } from "../../../shared/fabric/deployment/table-plan.ts";
import type { Site } from "../site.ts";
import { verbatim } from "../verbatim.ts";

/** Gives the id of a dataset: as a reference where the fabric makes it. */
export type DatasetRef = (plan: TablePlan) => string;

/** Makes each dataset once, however many tables are in it. It never goes with rows in it. */
export function datasets({ stack, api, project, region, labels }: Site): DatasetRef {
  const made = new Map<string, BigqueryDataset>();
  return ({ dataset, makesDataset }) => {
    if (!makesDataset) return dataset;
    const known = made.get(dataset);
    if (known !== undefined) return known.datasetId;
    const resource = new BigqueryDataset(stack, `dataset_${dataset}`, {
      project,
      datasetId: dataset,
      location: region,
      labels,
      deleteContentsOnDestroy: false,
      dependsOn: [api("bigquery")],
    });
    made.set(dataset, resource);
    return resource.datasetId;
  };
}

/** How old an answer from a keyed table may be: ours. Younger ones are worked out for each question, and paid for each time. */
const MAX_STALENESS = "0-0 0 0:15:0";

/** https://cloud.google.com/bigquery/docs/clustered-tables#limitations, in columns. */
const CLUSTER_COLUMNS = 4;

/** The table, and Pub/Sub's right to write to it. */
export function landingTable(site: Site, { topic, project }: LandingPlan, plan: TablePlan, dataset: DatasetRef) {
  const { stack, idOf, api, labels, pubsubAgent } = site;
  const table = new BigqueryTable(stack, `table_${idOf(topic.name)}`, {
    project,
    datasetId: dataset(plan),
    tableId: plan.table,
    labels,
    description: `What is published to ${topic.topic}`,
    schema: verbatim(JSON.stringify(plan.columns)),
    deletionProtection: site.protectsRows,
    ...(plan.key.length === 0 ? {} : keyed(plan.key)),
    ...(plan.partitionBy === undefined ? {} : { timePartitioning: { type: "DAY", field: plan.partitionBy } }),
    dependsOn: [api("bigquery")],
  });
  const mayWrite = new BigqueryTableIamMember(stack, `write_${idOf(topic.name)}`, {
    project,
    datasetId: table.datasetId,
    tableId: table.tableId,
    // https://cloud.google.com/pubsub/docs/create-bigquery-subscription#assign_bigquery_service_account
    role: "roles/bigquery.dataEditor",
    member: pubsubAgent,
  });
  return { table, mayWrite };
}

/** https://cloud.google.com/bigquery/docs/change-data-capture: clustered by the key, so that a change finds its row. */
const keyed = (key: readonly string[]) => ({
  tableConstraints: { primaryKey: { columns: [...key] } },
  clustering: key.slice(0, CLUSTER_COLUMNS),
  maxStaleness: MAX_STALENESS,
});
