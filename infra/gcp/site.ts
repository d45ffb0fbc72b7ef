// What every part of the Google half stands on: the stack, the place, the labels, and the services that are in use.

import { ProjectService } from "@cdktf/provider-google/lib/project-service/index.js";
import type { TerraformStack } from "cdktf";
import { ConfigError } from "../../shared/core/errors.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";

/** A service of Google Cloud by the first part of its name, as `pubsub`. */
export type Api =
  | "artifactregistry"
  | "bigquery"
  | "cloudbuild"
  | "cloudfunctions"
  | "cloudkms"
  | "iam"
  | "iamcredentials"
  | "logging"
  | "monitoring"
  | "pubsub"
  | "run"
  | "secretmanager"
  | "storage"
  | "sts";

/** Given to every part; parts add their resources to `stack` under ids made by `idOf`. */
export interface Site {
  readonly stack: TerraformStack;
  readonly deployment: Deployment;
  readonly project: string;
  readonly region: string;
  /** On everything that takes labels: the tags of the file, and `fabric`. */
  readonly labels: Readonly<Record<string, string>>;
  /** The name of a link or an endpoint as a part of a resource's address: never the same for two of them. */
  readonly idOf: (name: string) => string;
  /** The service, enabled on first use: what is made with it depends on it. */
  readonly api: (api: Api) => ProjectService;
  /** Who Pub/Sub itself is in the project, as a member of IAM. */
  readonly pubsubAgent: string;
  /** True where nothing but terraform itself would ask before a table goes with its rows. */
  readonly protectsRows: boolean;
}

/**
 * Throws `ConfigError` for a fabric without `gcp`, or without the project's number, by which Google names Pub/Sub itself:
 * https://cloud.google.com/iam/docs/service-agents
 */
export function site(stack: TerraformStack, deployment: Deployment, protectsRows: boolean): Site {
  const { fabric, gcp, ground } = deployment;
  if (gcp === undefined) throw missing(`fabric ${fabric} has no gcp, so there is no Google half to make`);
  const { project, region, projectNumber } = gcp;
  if (projectNumber === undefined)
    throw missing(
      `gcp.projectNumber is not there: add projectNumber: "DIGITS", as gcloud projects describe ${project} --format='value(projectNumber)' shows it`,
    );
  return {
    stack,
    deployment,
    project,
    region,
    labels: { ...ground.tags, fabric },
    idOf: (name) => idOf(fabric, name),
    api: enabled(stack, project),
    protectsRows,
    pubsubAgent: `serviceAccount:service-${projectNumber}@gcp-sa-pubsub.iam.gserviceaccount.com`,
  };
}

/** Names have no `_` of their own. What a link is called by starts with the fabric, what an endpoint is called by does not. */
const idOf = (fabric: string, name: string): string =>
  name.startsWith(`${fabric}/`) ? name.slice(fabric.length + 1).replaceAll(".", "_") : name.replaceAll(".", "__");

/**
 * A bucket's or a project's name as a part of a resource's address, which takes neither dots nor colons: never the same for
 * two of them, since none has a capital.
 */
export const addressPart = (name: string): string => name.replaceAll(".", "_Dot_").replaceAll(":", "_Colon_");

/** A service stays enabled when the fabric goes: others of the project may have come to use it. */
function enabled(stack: TerraformStack, project: string): Site["api"] {
  const made = new Map<Api, ProjectService>();
  return (api) => {
    const known = made.get(api);
    if (known !== undefined) return known;
    const service = new ProjectService(stack, `api_${api}`, {
      project,
      service: `${api}.googleapis.com`,
      disableOnDestroy: false,
      disableDependentServices: false,
    });
    made.set(api, service);
    return service;
  };
}

const missing = (message: string) => new ConfigError([{ severity: "error", code: "PROJECT_NUMBER", message }]);
