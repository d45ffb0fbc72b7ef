// Schemas that the checks make, and topics that follow them.

import { docs, type World } from "./check.ts";

/** The RPC reference. */
export const RPC = docs("reference/rpc/google.pubsub.v1");
/** An Avro schema, and one with a field more. */
export const AVRO = JSON.stringify({
  type: "record",
  name: "Order",
  fields: [
    { name: "id", type: "string" },
    { name: "amount", type: "int" },
    { name: "note", type: ["null", "string"], default: null },
  ],
});
export const AVRO_MORE = AVRO.replace(
  '{"name":"id","type":"string"}',
  '{"name":"id","type":"string"},{"name":"extra","type":["null","string"],"default":null}',
);
/** The same as Protocol Buffers. */
export const PROTO =
  'syntax = "proto3"; message Order { string id = 1; int32 amount = 2; repeated string lines_sold = 3; }';
/** `{ id: "a", amount: 3 }` in both binary forms. */
export const BINARY = { avro: Buffer.from([2, 0x61, 6, 0]), proto: Buffer.from([0x0a, 1, 0x61, 0x10, 3]) } as const;

/** Kinds of schema. */
export type Type = "AVRO" | "PROTOCOL_BUFFER";

/** Makes a schema, gives its name. */
export async function schemaOf({ schemas, project, name }: World, type: Type, definition: string): Promise<string> {
  const schemaId = name("schemas").split("/").at(-1) ?? "";
  const [made] = await schemas.createSchema({ parent: `projects/${project}`, schemaId, schema: { type, definition } });
  return made.name ?? "";
}

/** Makes a schema, and a topic that follows it. */
export async function topicOf(world: World, type: Type, definition: string, encoding: "JSON" | "BINARY") {
  const schema = await schemaOf(world, type, definition);
  return { schema, topic: await world.topic({ schemaSettings: { schema, encoding } }) };
}
