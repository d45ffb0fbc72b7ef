// The Google half of a fabric as a test reads it: resources by type, and references as what Google would make of them.

import { Testing } from "cdktf";
import { googleHalf } from "../../../infra/gcp/google-half.ts";
import { unwrittenStack } from "../../../infra/gcp/unwritten-stack.ts";
import { type Deployment, deployment } from "../../../shared/fabric/deployment/deployment.ts";
import type { Fabric } from "../../../shared/fabric/fabric.ts";
import { aFabric } from "../../shared/fabric/a-fabric.ts";

/** A resource as cdk.tf.json says it. */
export type Resource = Readonly<Record<string, unknown>> & { readonly depends_on?: readonly string[] };

/** What a test asks of a half. */
export interface Half {
  readonly deployment: Deployment;
  /** Resources of one type by their id; empty where there are none. */
  readonly of: (type: string) => Readonly<Record<string, Resource>>;
  /** Every resource there is, by its address. */
  readonly all: ReadonlyMap<string, Resource>;
  /** A text with every reference as the value that it will have. Throws for a reference to what is not there. */
  readonly said: (text: unknown) => string;
  /** All of cdk.tf.json. */
  readonly json: Readonly<Record<string, unknown>>;
  /** A table that the half tells, by its name. */
  readonly told: (name: string) => Readonly<Record<string, unknown>>;
}

export const PROJECT_NUMBER = "123456789012";
const gcp = { project: "retail-analytics", projectNumber: PROJECT_NUMBER, region: "europe-west1" };

/** `aHalf(endpoints, hops)`: sources are not packed, and named after their crossing. */
export const aHalf = (endpoints: object, hops: object, more: object = {}): Promise<Half> =>
  halfOf(aFabric(endpoints, hops, { gcp, ...more }));

/** The half of any fabric, in its own project. */
export async function halfOf(fabric: Fabric): Promise<Half> {
  const plan = await deployment(fabric);
  const stack = unwrittenStack(plan.fabric);
  googleHalf(stack, plan, {
    archiveOf: (crossing) => ({ name: `${crossing}.zip`, bytes: new Uint8Array() }),
    protectsRows: false,
  });
  return readHalf(plan, Testing.synth(stack));
}

function readHalf(plan: Deployment, text: string): Half {
  const json = JSON.parse(text) as Half["json"];
  const { resource = {}, output = {} } = json as {
    resource?: Record<string, Record<string, Resource>>;
    output?: Record<string, { readonly value: Readonly<Record<string, unknown>> }>;
  };
  const all = new Map<string, Resource>(
    Object.entries(resource).flatMap(([type, table]) =>
      Object.entries(table).map(([id, { "//": _, ...config }]) => [`${type}.${id}`, config as Resource] as const),
    ),
  );
  const of = (type: string) =>
    Object.fromEntries([...all].flatMap(([address, config]) => within(type, address).map((id) => [id, config])));
  const said = (text: unknown): string =>
    String(text).replaceAll(/\$\{([\w-]+\.[\w-]+)\.([\w.[\]]+)\}/g, (_, address: string, attribute: string) => {
      const config = all.get(address);
      if (config === undefined) throw new Error(`${address} is not there`);
      return computed(address.replace(/\..*/, ""), attribute, (key) => said(config[key]));
    });
  return { deployment: plan, of, all, said, json, told: (name) => output[name]?.value ?? {} };
}

const within = (type: string, address: string): readonly string[] =>
  address.startsWith(`${type}.`) ? [address.slice(type.length + 1)] : [];

/** What the provider answers, as its documentation says. */
function computed(type: string, attribute: string, get: (key: string) => string): string {
  const email = () => `${get("account_id")}@${get("project")}.iam.gserviceaccount.com`;
  const known: Readonly<Record<string, () => string>> = {
    "google_pubsub_topic.id": () => `projects/${get("project")}/topics/${get("name")}`,
    "google_pubsub_subscription.id": () => `projects/${get("project")}/subscriptions/${get("name")}`,
    "google_pubsub_schema.id": () => `projects/${get("project")}/schemas/${get("name")}`,
    "google_service_account.email": email,
    "google_service_account.member": () => `serviceAccount:${email()}`,
    "google_service_account.name": () => `projects/${get("project")}/serviceAccounts/${email()}`,
    "google_cloudfunctions2_function.service_config[0].uri": () => `https://${get("name")}.run.app`,
    "google_iam_workload_identity_pool.name": () =>
      `projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/${get("workload_identity_pool_id")}`,
    "google_artifact_registry_repository.name": () => get("repository_id"),
  };
  return (known[`${type}.${attribute}`] ?? (() => get(attribute)))();
}
