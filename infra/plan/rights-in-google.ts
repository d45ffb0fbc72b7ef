// Whom a fabric lets do something in Google Cloud beside its functions: Pub/Sub itself, what pushes, what builds.

import { type PubsubEndpoint, topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { accountEmail, sharedAccountId } from "../../shared/fabric/deployment/identity.ts";
import type { LandingPlan } from "../../shared/fabric/deployment/landing-plan.ts";
import type { Right } from "./rights-in-aws.ts";

/** Every member that the Google half names and no function is. Pure. */
export function rightsInGoogle(deployment: Deployment): readonly Right[] {
  const { fabric, gcp, subscriptions, landings, functions } = deployment;
  if (gcp === undefined) return [];
  const { project, projectNumber } = gcp;
  const agent = `Pub/Sub itself (service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com)`;
  const run = functions.filter(({ cloud }) => cloud === "gcp");
  const [push, build] = (["push", "build"] as const).map((purpose) =>
    accountEmail(sharedAccountId(fabric, purpose), project),
  ) as [string, string];
  const calls = run.map(({ name }) => ({
    who: push,
    right: "roles/run.invoker",
    on: `service ${name}`,
    why: "calls it with what is pushed",
  }));
  return [
    ...subscriptions.flatMap(({ name, deadLetters }) => burying(agent, project, name, deadLetters)),
    ...landings.flatMap((plan) => landing(agent, plan)),
    ...(run.length === 0 ? [] : [asking(agent, project, push), ...calls, ...building(build, project)]),
  ];
}

const burying = (who: string, project: string, name: string, dead: PubsubEndpoint): readonly Right[] => [
  { who, right: "roles/pubsub.publisher", on: `topic ${topicPath(dead)}`, why: "lays down what never succeeds" },
  {
    who,
    right: "roles/pubsub.subscriber",
    on: `subscription projects/${project}/subscriptions/${name}`,
    why: "takes away what it has laid down",
  },
];

function landing(who: string, { project, subscription, deadLetters, to }: LandingPlan): readonly Right[] {
  const writes: readonly (readonly [right: string, on: string, why: string])[] =
    "table" in to
      ? [["roles/bigquery.dataEditor", `table ${to.table.dataset}.${to.table.table}`, "writes rows"]]
      : [
          ["roles/storage.objectCreator", `bucket ${to.bucket.bucket}`, "writes objects"],
          ["roles/storage.legacyBucketReader", `bucket ${to.bucket.bucket}`, "sees that it is there"],
        ];
  return [
    ...burying(who, project, subscription, deadLetters),
    ...writes.map(([right, on, why]) => ({ who, right, on, why })),
  ];
}

const asking = (who: string, project: string, push: string): Right => ({
  who,
  right: "roles/iam.serviceAccountOpenIdTokenCreator",
  on: `account projects/${project}/serviceAccounts/${push}`,
  why: "makes the token that each push shows",
});

const building = (who: string, project: string): readonly Right[] => [
  { who, right: "roles/storage.objectViewer", on: "the bucket of sources", why: "reads what it builds" },
  { who, right: "roles/artifactregistry.writer", on: "the repository of images", why: "writes what it has built" },
  { who, right: "roles/logging.logWriter", on: `project ${project}`, why: "writes the log of a build" },
  {
    who,
    right: "roles/storage.objectViewer",
    on: `project ${project}, there only the bucket that sources are copied to`,
    why: "reads the platform's copy",
  },
];
