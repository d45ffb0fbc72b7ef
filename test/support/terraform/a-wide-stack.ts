// A stack with one of everything that is known by heart, so that what is known is tried on terraform itself.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository/index.js";
import { BigqueryDataset } from "@cdktf/provider-google/lib/bigquery-dataset/index.js";
import { BigqueryTable } from "@cdktf/provider-google/lib/bigquery-table/index.js";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js";
import { CloudSchedulerJob } from "@cdktf/provider-google/lib/cloud-scheduler-job/index.js";
import { Cloudfunctions2Function } from "@cdktf/provider-google/lib/cloudfunctions2-function/index.js";
import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project/index.js";
import { DataGoogleStorageProjectServiceAccount } from "@cdktf/provider-google/lib/data-google-storage-project-service-account/index.js";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider/index.js";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member/index.js";
import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy/index.js";
import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard/index.js";
import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel/index.js";
import { ProjectService } from "@cdktf/provider-google/lib/project-service/index.js";
import { PubsubSchema } from "@cdktf/provider-google/lib/pubsub-schema/index.js";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription/index.js";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret/index.js";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket/index.js";
import { StorageBucketObject } from "@cdktf/provider-google/lib/storage-bucket-object/index.js";
import { TerraformOutput, type TerraformStack } from "cdktf";
import { aStack, type Parts } from "./a-stack.ts";

/** The small stack and more; `source.txt` lies beside it. */
export function aWideStack(): string {
  const folder = aStack((parts, stack) => {
    new ProjectService(stack, "run", { service: "run.googleapis.com" });
    new PubsubSchema(stack, "schema", { name: "orders", type: "AVRO", definition: "{}" });
    new SecretManagerSecret(stack, "secret", { secretId: "retail-key", replication: { auto: {} } });
    new IamWorkloadIdentityPoolProvider(stack, "aws", {
      workloadIdentityPoolId: parts.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "aws-111122223333",
      attributeMapping: { "google.subject": "assertion.arn" },
      aws: { accountId: "111122223333" },
    });
    new KmsCryptoKeyIamMember(stack, "unwraps", {
      cryptoKeyId: "projects/retail/locations/europe/keyRings/retail/cryptoKeys/retail-key",
      role: "roles/cloudkms.cryptoKeyDecrypter",
      member: parts.account.member,
    });
    aFunction(stack, parts);
    warehouse(stack, parts);
    watch(stack);
    const project = new DataGoogleProject(stack, "own", {});
    const uploader = new DataGoogleStorageProjectServiceAccount(stack, "storage", {});
    new TerraformOutput(stack, "project", { value: { number: project.number, id: project.projectId } });
    new TerraformOutput(stack, "uploader", { value: uploader.member });
  });
  writeFileSync(join(folder, "source.txt"), "source");
  return folder;
}

function aFunction(stack: TerraformStack, { account, topic }: Parts): void {
  const images = new ArtifactRegistryRepository(stack, "images", { repositoryId: "images", format: "DOCKER" });
  const bucket = new StorageBucket(stack, "bucket", { name: "retail-sources", location: "EU" });
  const source = new StorageBucketObject(stack, "source", {
    bucket: bucket.name,
    name: "source.txt",
    source: ["$", "{path.module}/source.txt"].join(""),
  });
  const called = new Cloudfunctions2Function(stack, "called", {
    name: "orders",
    location: "europe-west1",
    buildConfig: {
      runtime: "nodejs24",
      dockerRepository: images.id,
      source: { storageSource: { bucket: bucket.name, object: source.name } },
    },
    serviceConfig: { serviceAccountEmail: account.email, environmentVariables: { HOPSPAN_LINK: "{}" } },
  });
  new CloudRunV2ServiceIamMember(stack, "may_call", {
    name: called.name,
    location: called.location,
    role: "roles/run.invoker",
    member: account.member,
  });
  new PubsubSubscription(stack, "called_pushes", {
    name: "orders-to-function",
    topic: topic.id,
    pushConfig: { pushEndpoint: called.serviceConfig.uri, oidcToken: { serviceAccountEmail: account.email } },
    retryPolicy: { minimumBackoff: "5s" },
  });
  new TerraformOutput(stack, "url", { value: called.serviceConfig.uri });
  new TerraformOutput(stack, "bucket_url", { value: bucket.url });
  new TerraformOutput(stack, "source_md5", { value: source.md5Hexhash });
}

function warehouse(stack: TerraformStack, { topic }: Parts): void {
  const dataset = new BigqueryDataset(stack, "dataset", { datasetId: "retail", location: "EU" });
  const table = new BigqueryTable(stack, "table", {
    datasetId: dataset.datasetId,
    tableId: "orders",
    schema: "[]",
    deletionProtection: false,
  });
  new PubsubSubscription(stack, "lands", {
    name: "orders-to-table",
    topic: topic.id,
    bigqueryConfig: { table: `${table.project}.${table.datasetId}.${table.tableId}`, writeMetadata: true },
  });
  new TerraformOutput(stack, "table_path", { value: table.id });
}

function watch(stack: TerraformStack): void {
  const channel = new MonitoringNotificationChannel(stack, "mail", {
    type: "email",
    displayName: "On duty",
    labels: { email_address: "duty@example.com" },
  });
  new MonitoringAlertPolicy(stack, "age", {
    displayName: "Age",
    combiner: "OR",
    notificationChannels: [channel.name],
    conditions: [{ displayName: "Old", conditionAbsent: { duration: "600s", filter: "metric.type=x" } }],
  });
  new MonitoringDashboard(stack, "board", { dashboardJson: "{}" });
  new CloudSchedulerJob(stack, "nightly", {
    name: "nightly",
    schedule: "0 3 * * *",
    httpTarget: { uri: "https://x.example" },
  });
}
