// What a message of a topic with a schema says of it, so that its receivers know how to read it.

import type { Draft } from "../message.ts";
import type { TopicSchema } from "../settings.ts";
import type { Schemas } from "./schema-table.ts";

/**
 * The draft with the attributes of https://cloud.google.com/pubsub/docs/validate-schema-topic; as it is without a
 * schema. Throws `INVALID_ARGUMENT` where its data is not what the schema says, `NOT_FOUND` where the schema is gone.
 */
export function stamped(draft: Draft, schema: TopicSchema | undefined, schemas: Pick<Schemas, "followed">): Draft {
  if (schema === undefined) return draft;
  const { name, id } = schemas.followed(schema, draft.data);
  const added: readonly (readonly [string, string])[] = [
    ["googclient_schemaname", name],
    ["googclient_schemaencoding", schema.encoding],
    ["googclient_schemarevisionid", id],
  ];
  return { ...draft, attributes: new Map([...draft.attributes, ...added]) };
}
