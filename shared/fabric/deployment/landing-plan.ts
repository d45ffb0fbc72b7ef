// Where topics land without a function: a subscription that the provider serves itself, with dead letters like any other.

import type { PubsubEndpoint } from "../../brokers/pubsub/endpoint.ts";
import { schemas } from "../../schemas/index.ts";
import { deriveName, TOPIC_NAME_CHARACTERS } from "../derive-name.ts";
import { seconds } from "../duration.ts";
import type { Fabric, FabricEndpoint } from "../fabric.ts";
import { type TablePlan, tablePlan } from "./table-plan.ts";

/** A bucket that objects of messages are written to. */
export interface BucketPlan {
  readonly bucket: string;
  /** False where it is there already. */
  readonly makesBucket: boolean;
  readonly prefix: string;
  readonly format: "text" | "avro";
  readonly everySeconds: number;
}

/** A landing: to exactly one of a table and a bucket. */
export interface LandingPlan {
  readonly topic: PubsubEndpoint;
  /** Of the fabric's own project, whoever owns the topic. */
  readonly project: string;
  readonly subscription: string;
  readonly deadLetters: PubsubEndpoint;
  readonly maxAttempts: number;
  /** True where a schema says what is in the bodies. */
  readonly hasSchema: boolean;
  readonly to: { readonly table: TablePlan } | { readonly bucket: BucketPlan };
}

/**
 * Ours: some four hours with the retry policy's pauses of up to 600 s. Nothing sorts out hopeless rows here but these
 * tries, so they should not go on for half a day; what is buried is kept, whatever the cause.
 */
const ATTEMPTS = 30;

/** What a bucket's objects are kept open for: https://cloud.google.com/pubsub/docs/cloudstorage, the provider's default. */
const EVERY_SECONDS = 300;

/** In the order of the file. Loads the schemas that the landings name. */
export async function landingPlans(fabric: Fabric): Promise<readonly LandingPlan[]> {
  const plans = [...fabric.endpoints.values()].map((each) => landingPlan(fabric, each));
  return (await Promise.all(plans)).flat();
}

/** Names with a `.`, which none has that a hop gave. Dead letters in the fabric's own project, as everywhere. */
export function landingNames({ name: fabric, gcp }: Fabric, topic: PubsubEndpoint) {
  const derive = (ending: string) => deriveName([fabric, topic.name], TOPIC_NAME_CHARACTERS, ending);
  const place = { project: gcp?.project ?? topic.project, region: gcp?.region ?? topic.region };
  const deadLetters: PubsubEndpoint = {
    broker: "pubsub",
    name: `${topic.name}.lands.dead`,
    topic: derive(".lands-dead"),
    ordered: false,
    ...place,
  };
  return { subscription: derive(".lands"), project: place.project, deadLetters };
}

async function landingPlan(fabric: Fabric, { endpoint, settings }: FabricEndpoint): Promise<readonly LandingPlan[]> {
  const { landing, schema } = settings;
  if (endpoint.broker !== "pubsub" || landing === undefined) return [];
  const loaded = schema === undefined ? undefined : await schemas[schema]?.();
  const common = {
    topic: endpoint,
    ...landingNames(fabric, endpoint),
    maxAttempts: ATTEMPTS,
    hasSchema: loaded !== undefined,
  };
  if (landing.bigquery !== undefined) return [{ ...common, to: { table: tablePlan(landing.bigquery, loaded) } }];
  if (landing.gcs === undefined) return [];
  const { bucket, existing = false, prefix = "", format = "avro", every } = landing.gcs;
  const everySeconds = every === undefined ? EVERY_SECONDS : seconds(every);
  return [{ ...common, to: { bucket: { bucket, makesBucket: !existing, prefix, format, everySeconds } } }];
}
