// Every thing that both halves make is in the inventory by its name, and nothing else is.

import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { deployment } from "../../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../../shared/fabric/deployment/inventory.ts";
import { LOG_DAYS } from "../../../../shared/fabric/deployment/things/lambda-things.ts";
import type { Thing } from "../../../../shared/fabric/deployment/things/thing.ts";
import type { Fabric } from "../../../../shared/fabric/fabric.ts";
import { parseFabric } from "../../../../shared/fabric/read.ts";
import { type MadeStack, synthesize } from "../../../infra/aws/a-synth.ts";
import { type Half, halfOf } from "../../../infra/gcp/a-half.ts";
import { forSoundFabrics } from "../../../support/arbitrary-fabric.ts";
import { EDITED } from "../../../support/fabric-edits.ts";

const fabrics = EDITED.map(({ file }) => parseFabric(stringify(file, { aliasDuplicateObjects: false }), "fabric.yaml"));
const things = async (fabric: Fabric) => Object.entries(inventory(await deployment(fabric)));
const sorted = (texts: readonly string[]) => [...new Set(texts)].toSorted();

type Properties = Readonly<Record<string, unknown>>;

/** What a resource of AWS is a thing of, by its type: nothing for what only comes with another. */
const IN_AWS: Readonly<Record<string, ((properties: Properties, stack: MadeStack) => string) | undefined>> = {
  "AWS::SQS::Queue": ({ QueueName }) => `queue ${QueueName}`,
  "AWS::SQS::QueuePolicy": undefined,
  "AWS::S3::Bucket": ({ BucketName }) => `bucket ${BucketName}`,
  "AWS::S3::BucketPolicy": undefined,
  "AWS::Lambda::Function": ({ FunctionName }) => `function ${FunctionName}`,
  "AWS::Lambda::EventSourceMapping": undefined,
  // The roles of feeds have names that CloudFormation makes up, and go with them.
  "AWS::IAM::Role": ({ RoleName }) => (RoleName === undefined ? "" : `role ${RoleName}`),
  "AWS::Logs::LogGroup": ({ LogGroupName }) => `log ${String(LogGroupName).replace("/aws/lambda/", "")}`,
  "AWS::Logs::MetricFilter": undefined,
  "AWS::SNS::Topic": ({ TopicName }) => `alarm-topic ${TopicName}`,
  "AWS::SNS::TopicPolicy": undefined,
  "AWS::SNS::Subscription": undefined,
  "AWS::CloudWatch::Alarm": ({ AlarmName }) => `alarm ${String(AlarmName).replace(/-[0-9]+$/, "")}`,
  "AWS::CloudWatch::Dashboard": ({ DashboardName }) => `dashboard ${DashboardName}`,
  "AWS::Events::Rule": undefined,
  "AWS::Pipes::Pipe": undefined,
  "AWS::IoT::TopicRule": undefined,
};

async function madeInAws(fabric: Fabric): Promise<readonly string[]> {
  return (await synthesize(fabric)).flatMap((stack) => {
    const made = Object.values(stack.resources).flatMap(({ Type, Properties }) => {
      if (!(Type in IN_AWS)) throw new Error(`${Type} is no thing of the inventory`);
      return IN_AWS[Type]?.(Properties, stack) ?? "";
    });
    const at = `${stack.account}/${stack.region}`;
    return [`${at} stack ${stack.name}`, ...made.filter((each) => each !== "").map((each) => `${at} ${each}`)];
  });
}

/** The same in Google Cloud, by the attribute that names it. */
const IN_GOOGLE: Readonly<Record<string, string | undefined>> = {
  google_pubsub_topic: "topic name",
  google_pubsub_subscription: "subscription name",
  google_pubsub_schema: "schema name",
  google_cloudfunctions2_function: "function name",
  google_service_account: "account account_id",
  google_bigquery_dataset: "dataset dataset_id",
  google_bigquery_table: "table table_id",
  google_storage_bucket: "bucket name",
  google_iam_workload_identity_pool: "pool workload_identity_pool_id",
  google_iam_workload_identity_pool_provider: "provider workload_identity_pool_provider_id",
  google_logging_metric: "metric name",
  google_logging_project_exclusion: "log name",
  google_artifact_registry_repository: "build repository_id",
  // One thing each, however many there are; the services are a setting of the project.
  google_project_service: undefined,
  google_monitoring_alert_policy: undefined,
  google_monitoring_dashboard: undefined,
  google_monitoring_notification_channel: undefined,
  google_storage_bucket_object: undefined,
};

function madeInGoogle({ all, said }: Half): readonly string[] {
  return [...all].flatMap(([address, config]) => {
    const [type = ""] = address.split(".");
    if (/_iam_member$/.test(type) || address === "google_storage_bucket.sources") return [];
    if (!(type in IN_GOOGLE)) throw new Error(`${type} is no thing of the inventory`);
    const [kind, attribute] = IN_GOOGLE[type]?.split(" ") ?? [];
    if (kind === undefined || attribute === undefined) return [];
    const name = kind === "table" ? `${said(config["dataset_id"])}.${config["table_id"]}` : `${config[attribute]}`;
    return [`${kind} ${name}`];
  });
}

const NAMED_IN_GOOGLE = new Set(Object.values(IN_GOOGLE).flatMap((each) => each?.split(" ")[0] ?? []));

/** A topic of dead letters stands for the subscription that keeps them, too. */
const namesIn = ({ kind, name, settings }: Thing): readonly string[] =>
  kind === "topic" && settings["keptSeconds"] !== undefined
    ? [`${kind} ${name}`, `subscription ${name}`]
    : [`${kind} ${name}`];

async function holdInGoogle(fabric: Fabric): Promise<void> {
  const half = await halfOf(fabric);
  const listed = (await things(fabric)).flatMap(([, thing]) =>
    thing.cloud === "gcp" && NAMED_IN_GOOGLE.has(thing.kind) ? namesIn(thing) : [],
  );
  expect(sorted(listed)).toEqual(sorted(madeInGoogle(half)));
  const enabled = (await things(fabric)).find(([, { kind }]) => kind === "services")?.[1];
  const services = Object.values(half.of("google_project_service")).map(({ service }) => `${service}`.split(".")[0]);
  const told = Object.keys(enabled?.settings ?? {}).filter((name) => name.startsWith("service "));
  expect(sorted(told)).toEqual(sorted(services.map((service) => `service ${service}`)));
  const has = (kind: Thing["kind"]) =>
    Object.values(inventory(half.deployment)).some((thing) => thing.cloud === "gcp" && thing.kind === kind);
  expect([has("alarm"), has("dashboard"), has("channel")]).toEqual(
    ["google_monitoring_alert_policy", "google_monitoring_dashboard", "google_monitoring_notification_channel"].map(
      (type) => Object.keys(half.of(type)).length > 0,
    ),
  );
}

const UNNAMED_IN_AWS: ReadonlySet<string> = new Set(["event-source", "feed"]);

async function holdInAws(fabric: Fabric): Promise<void> {
  const listed = (await things(fabric)).flatMap(([address, { cloud, kind, name }]) =>
    cloud === "aws" && !UNNAMED_IN_AWS.has(kind) ? [`${address.split("/").slice(2, 4).join("/")} ${kind} ${name}`] : [],
  );
  expect(sorted(listed)).toEqual(sorted(await madeInAws(fabric)));
}

describe("the inventory", { timeout: 120_000 }, () => {
  it("names every thing that the AWS half makes, in its place, and no other", async () => {
    for (const fabric of fabrics) await holdInAws(fabric);
    await forSoundFabrics(holdInAws, 10);
  });

  it("names every thing that the Google half makes, and no other", async () => {
    for (const fabric of fabrics) await holdInGoogle(fabric);
    await forSoundFabrics(holdInGoogle, 20);
  });

  it("has what calls each function on AWS, what fills each queue, and how long a log is kept", async () => {
    for (const fabric of fabrics) {
      const resources = (await synthesize(fabric)).flatMap((stack) => Object.values(stack.resources));
      const count = (...types: readonly string[]) => resources.filter(({ Type }) => types.includes(Type)).length;
      const kinds = (await things(fabric)).map(([, { kind }]) => kind);
      const told = (kind: Thing["kind"]) => kinds.filter((each) => each === kind).length;
      expect(told("event-source")).toBe(count("AWS::Lambda::EventSourceMapping"));
      const subscribed = resources.filter(({ Properties }) => Properties?.["Protocol"] === "sqs").length;
      expect(told("feed")).toBe(count("AWS::Events::Rule", "AWS::Pipes::Pipe", "AWS::IoT::TopicRule") + subscribed);
      for (const { Type, Properties } of resources)
        if (Type === "AWS::Logs::LogGroup") expect(Properties["RetentionInDays"]).toBe(LOG_DAYS);
    }
  });

  it("says of each thing for which endpoint or hop it is there", async () => {
    for (const fabric of fabrics) {
      const owners = new Set((await things(fabric)).map(([, { of }]) => of));
      const named = [...fabric.endpoints].filter(([, { existing }]) => !existing).map(([name]) => `endpoint ${name}`);
      const hops = [...fabric.hops.keys()].map((name) => `hop ${name}`);
      expect([...named, ...hops].filter((owner) => !owners.has(owner))).toEqual([]);
    }
  });

  it("is the same for the same deployment, as plain JSON", async () => {
    for (const fabric of fabrics) {
      const plans = await deployment(fabric);
      expect(JSON.parse(JSON.stringify(inventory(plans)))).toEqual(inventory(plans));
    }
  });
});
