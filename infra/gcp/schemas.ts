// The schemas that Pub/Sub holds bodies against: what does not fit is refused as it is published.

import { PubsubSchema } from "@cdktf/provider-google/lib/pubsub-schema/index.js";
import { deriveName, TOPIC_NAME_CHARACTERS } from "../../shared/fabric/derive-name.ts";
import { addressPart, type Site } from "./site.ts";
import type { SchemaRef } from "./topics.ts";
import { verbatim } from "./verbatim.ts";

/** A changed schema is a new revision of the same one; a topic takes what fits any of its revisions. */
export function topicSchemas({ stack, api, deployment }: Site): SchemaRef {
  const made = new Map<string, PubsubSchema>();
  for (const { project, schema, definition } of deployment.schemas) {
    const id = project === deployment.gcp?.project ? schema : `${addressPart(project)}_${schema}`;
    const resource = new PubsubSchema(stack, `schema_${id}`, {
      project,
      name: deriveName([deployment.fabric, schema], TOPIC_NAME_CHARACTERS),
      type: "AVRO",
      definition: verbatim(JSON.stringify(definition)),
      dependsOn: [api("pubsub")],
    });
    made.set(`${project}/${schema}`, resource);
  }
  return ({ endpoint, schema }) => made.get(`${endpoint.project}/${schema}`)?.id;
}
