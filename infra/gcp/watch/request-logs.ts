// Leaves out the platform's own log of each push: it would cost more than all else that a message does.

import { LoggingProjectExclusion } from "@cdktf/provider-google/lib/logging-project-exclusion/index.js";
import type { Site } from "../site.ts";
import { chunks, numbered } from "./chunks.ts";

/** https://cloud.google.com/logging/quotas, in characters, with room for the rest of the filter. */
const FILTER_CHARACTERS = 19_000;

/** Of the fabric's own services only, and only what went well: a refused or failed push keeps its line. */
export function requestLogs({ stack, project, api, deployment }: Site): void {
  const services = deployment.functions.filter(({ cloud }) => cloud === "gcp").map(({ name }) => name);
  for (const [at, run] of chunks(services, FILTER_CHARACTERS).entries())
    new LoggingProjectExclusion(stack, numbered("requests", at), {
      project,
      name: numbered(`hopspan-${deployment.fabric}-requests`, at),
      description: `Requests to functions of fabric ${deployment.fabric} that went well`,
      filter: [
        'resource.type="cloud_run_revision"',
        `logName="projects/${project}/logs/run.googleapis.com%2Frequests"`,
        "httpRequest.status<400",
        `resource.labels.service_name=(${run.map((name) => `"${name}"`).join(" OR ")})`,
      ].join(" AND "),
      dependsOn: [api("logging")],
    });
}
