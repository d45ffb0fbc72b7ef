// The schemas that Pub/Sub holds bodies against as they are published.

import { schemas } from "../../schemas/index.ts";
import { type AvroRecord, toAvro } from "../../schemas/to-avro.ts";
import type { Fabric } from "../fabric.ts";

/** A schema in a project: made once, however many topics have it. */
export interface SchemaPlan {
  readonly project: string;
  /** The name of a schema in shared/schemas. */
  readonly schema: string;
  readonly definition: AvroRecord;
}

/** Those of topics that the fabric makes; one that Avro can't say exactly is left out, and `check` has told of it. */
export async function schemaPlans(fabric: Fabric): Promise<readonly SchemaPlan[]> {
  const named = [...fabric.endpoints.values()].flatMap(({ endpoint, existing, settings }) =>
    endpoint.broker === "pubsub" && !existing && settings.schema !== undefined
      ? [{ project: endpoint.project, schema: settings.schema }]
      : [],
  );
  const once = new Map(named.map((each) => [`${each.project}/${each.schema}`, each]));
  const plans = [...once.values()].map(async ({ project, schema }) => {
    const loaded = await schemas[schema]?.();
    if (loaded === undefined) return [];
    const { record: definition, misfits } = toAvro(schema, loaded);
    return misfits.length > 0 ? [] : [{ project, schema, definition }];
  });
  return (await Promise.all(plans)).flat();
}
