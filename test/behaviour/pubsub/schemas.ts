import { expect } from "vitest";
import { type Check, docs, refusal, texts, type World } from "./check.ts";

const RPC = docs("reference/rpc/google.pubsub.v1");
const PAGE = docs("schemas");
const AVRO = JSON.stringify({
  type: "record",
  name: "Order",
  fields: [
    { name: "id", type: "string" },
    { name: "amount", type: "int" },
    { name: "note", type: ["null", "string"], default: null },
  ],
});
const AVRO_MORE = AVRO.replace(
  '{"name":"id","type":"string"}',
  '{"name":"id","type":"string"},{"name":"extra","type":["null","string"],"default":null}',
);
const PROTO = 'syntax = "proto3"; message Order { string id = 1; int32 amount = 2; repeated string lines_sold = 3; }';
/** `{ id: "a", amount: 3 }` in both binary forms. */
const BINARY = { avro: Buffer.from([2, 0x61, 6, 0]), proto: Buffer.from([0x0a, 1, 0x61, 0x10, 3]) } as const;

type Type = "AVRO" | "PROTOCOL_BUFFER";
type Run = Parameters<Check["run"]>[0];

async function schemaOf({ schemas, project, name }: World, type: Type, definition: string): Promise<string> {
  const schemaId = name("schemas").split("/").at(-1) ?? "";
  const [made] = await schemas.createSchema({ parent: `projects/${project}`, schemaId, schema: { type, definition } });
  return made.name ?? "";
}

async function topicOf(world: World, type: Type, definition: string, encoding: "JSON" | "BINARY") {
  const schema = await schemaOf(world, type, definition);
  return { schema, topic: await world.topic({ schemaSettings: { schema, encoding } }) };
}

const fitting: readonly (readonly [what: string, Type, "JSON" | "BINARY", Buffer])[] = [
  ["JSON of an Avro schema", "AVRO", "JSON", Buffer.from('{"id":"a","amount":3,"note":{"string":"b"}}')],
  ["binary data of an Avro schema", "AVRO", "BINARY", BINARY.avro],
  ["JSON of a Protocol Buffers schema", "PROTOCOL_BUFFER", "JSON", Buffer.from('{"id":"a","amount":3}')],
  ["JSON with lowerCamelCase names", "PROTOCOL_BUFFER", "JSON", Buffer.from('{"linesSold":["x"]}')],
  ["binary data of a Protocol Buffers schema", "PROTOCOL_BUFFER", "BINARY", BINARY.proto],
];

const misfitting: readonly (readonly [what: string, Type, "JSON" | "BINARY", Buffer])[] = [
  ["text that is no JSON", "AVRO", "JSON", Buffer.from("no")],
  ["JSON without a field", "AVRO", "JSON", Buffer.from('{"id":"a"}')],
  ["JSON with a field of another type", "AVRO", "JSON", Buffer.from('{"id":1,"amount":3,"note":null}')],
  ["a union without its branch", "AVRO", "JSON", Buffer.from('{"id":"a","amount":3,"note":"b"}')],
  ["binary data that ends early", "AVRO", "BINARY", BINARY.avro.subarray(0, 2)],
  ["JSON where the topic wants binary data", "AVRO", "BINARY", Buffer.from('{"id":"a","amount":3}')],
  ["JSON of another kind", "PROTOCOL_BUFFER", "JSON", Buffer.from('{"amount":"many"}')],
  ["binary data that breaks off", "PROTOCOL_BUFFER", "BINARY", Buffer.from([0x0a, 9, 0x61])],
];

const definitions: readonly (readonly [what: string, Type, string])[] = [
  ["an Avro schema that is no JSON", "AVRO", "{"],
  ["an Avro schema of an unknown type", "AVRO", '{"type":"nothing"}'],
  ["a Protocol Buffers schema that is none", "PROTOCOL_BUFFER", "message {"],
  ["a Protocol Buffers schema without a message", "PROTOCOL_BUFFER", 'syntax = "proto3";'],
  ["a schema without a definition", "AVRO", ""],
];

const lives: readonly Check[] = [
  {
    name: "a schema is shown with its definition and a revision",
    says: `${RPC}#schema`,
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const [got] = await world.schemas.getSchema({ name, view: "FULL" });
      expect(got).toMatchObject({ name, type: "AVRO", definition: AVRO });
      expect(got.revisionId).toMatch(/^[0-9a-f]{8}$/);
      expect(Number(got.revisionCreateTime?.seconds)).toBeGreaterThan(1);
    },
  },
  {
    name: "the basic view leaves the definition out",
    says: `${RPC}#schemaview`,
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      expect((await world.schemas.getSchema({ name, view: "BASIC" }))[0].definition).toBe("");
    },
  },
  {
    name: "schemas are listed without their definitions, unless they are asked for",
    says: `${RPC}#listschemasrequest`,
    async run(world) {
      await schemaOf(world, "AVRO", AVRO);
      const parent = `projects/${world.project}`;
      const listed = async (view: "BASIC" | "FULL") =>
        (await world.schemas.listSchemas({ parent, view }))[0].map(({ definition }) => definition);
      expect([await listed("BASIC"), await listed("FULL")]).toEqual([[""], [AVRO]]);
    },
  },
  {
    name: "a schema that exists can't be created again",
    says: `${RPC}#google.pubsub.v1.SchemaService.CreateSchema`,
    async run(world) {
      const schemaId = (await schemaOf(world, "AVRO", AVRO)).split("/").at(-1) ?? "";
      const request = {
        parent: `projects/${world.project}`,
        schemaId,
        schema: { type: "AVRO" as const, definition: AVRO },
      };
      expect(await refusal(world.schemas.createSchema(request))).toBe("ALREADY_EXISTS");
    },
  },
  {
    name: "a schema that is not there is not found",
    says: `${RPC}#google.pubsub.v1.SchemaService.GetSchema`,
    async run({ schemas, name }) {
      expect(await refusal(schemas.getSchema({ name: name("schemas") }))).toBe("NOT_FOUND");
      expect(await refusal(schemas.deleteSchema({ name: name("schemas") }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a committed revision is the newest, and the old one stays",
    says: docs("commit-schema-revision"),
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const [{ revisionId: old }] = await world.schemas.getSchema({ name });
      const [made] = await world.schemas.commitSchema({ name, schema: { name, type: "AVRO", definition: AVRO_MORE } });
      expect(made.revisionId).not.toBe(old);
      expect((await world.schemas.getSchema({ name, view: "FULL" }))[0].definition).toBe(AVRO_MORE);
      expect((await world.schemas.getSchema({ name: `${name}@${old}`, view: "FULL" }))[0].definition).toBe(AVRO);
      expect((await world.schemas.listSchemaRevisions({ name, view: "FULL" }))[0]).toHaveLength(2);
    },
  },
  {
    name: "a revision of another type is refused",
    says: docs("commit-schema-revision"),
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const schema = { name, type: "PROTOCOL_BUFFER" as const, definition: PROTO };
      expect(await refusal(world.schemas.commitSchema({ name, schema }))).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "a rollback makes a new revision of an old one",
    says: docs("rollback-schema-revision"),
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const [{ revisionId = "" }] = await world.schemas.getSchema({ name });
      await world.schemas.commitSchema({ name, schema: { name, type: "AVRO", definition: AVRO_MORE } });
      const [back] = await world.schemas.rollbackSchema({ name, revisionId: revisionId ?? "" });
      expect(back.definition).toBe(AVRO);
      expect((await world.schemas.listSchemaRevisions({ name }))[0]).toHaveLength(3);
    },
  },
  {
    name: "a revision can be deleted, by its name",
    says: docs("delete-schema-revision"),
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const [{ revisionId: old }] = await world.schemas.getSchema({ name });
      await world.schemas.commitSchema({ name, schema: { name, type: "AVRO", definition: AVRO_MORE } });
      await world.schemas.deleteSchemaRevision({ name: `${name}@${old}` });
      expect(await refusal(world.schemas.getSchema({ name: `${name}@${old}` }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "the only revision of a schema can't be deleted",
    says: docs("delete-schema-revision"),
    open: "The status: the page says only that it can't be done; this is the emulator's.",
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const [{ revisionId }] = await world.schemas.getSchema({ name });
      const call = world.schemas.deleteSchemaRevision({ name: `${name}@${revisionId}` });
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "a schema has at most 20 revisions",
    says: docs("schemas#limits"),
    open: "The status of the twenty-first: this is the emulator's.",
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const schema = { name, type: "AVRO" as const, definition: AVRO };
      for (let n = 1; n < 20; n++) await world.schemas.commitSchema({ name, schema });
      expect(await refusal(world.schemas.commitSchema({ name, schema }))).toBe("RESOURCE_EXHAUSTED");
    },
  },
  ...definitions.map(([what, type, definition]) => ({
    name: `${what} is refused, by creating and by validating it`,
    says: PAGE,
    async run(world: Run) {
      const call = world.schemas.validateSchema({ parent: `projects/${world.project}`, schema: { type, definition } });
      expect(await refusal(schemaOf(world, type, definition))).toBe("INVALID_ARGUMENT");
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  })),
];

const topics: readonly Check[] = [
  ...fitting.map(([what, type, encoding, data]) => ({
    name: `a topic with a schema takes ${what}, and its messages say so`,
    says: docs("validate-schema-topic"),
    async run(world: Run) {
      const { topic, schema } = await topicOf(world, type, type === "AVRO" ? AVRO : PROTO, encoding);
      const { subscription } = await world.subscription({ topic });
      await world.publish(topic, { data });
      const received = await world.pull(subscription);
      expect(texts(received)).toEqual([data.toString()]);
      expect(received[0]?.message?.attributes).toMatchObject({
        googclient_schemaname: schema,
        googclient_schemaencoding: encoding,
        googclient_schemarevisionid: expect.stringMatching(/^[0-9a-f]{8}$/),
      });
    },
  })),
  ...misfitting.map(([what, type, encoding, data]) => ({
    name: `a topic with a ${type === "AVRO" ? "n Avro" : "Protocol Buffers"} schema refuses ${what}`.replace(
      "a n",
      "an",
    ),
    says: docs("schemas"),
    async run(world: Run) {
      const { topic } = await topicOf(world, type, type === "AVRO" ? AVRO : PROTO, encoding);
      expect(await refusal(world.publish(topic, { data }))).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a message can be held against a schema without publishing it",
    says: `${RPC}#validatemessagerequest`,
    async run(world) {
      const name = await schemaOf(world, "AVRO", AVRO);
      const request = { parent: `projects/${world.project}`, name, encoding: "BINARY" as const };
      await world.schemas.validateMessage({ ...request, message: BINARY.avro });
      const call = world.schemas.validateMessage({ ...request, message: Buffer.from([1]) });
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "a message can be held against a schema that is nowhere yet",
    says: `${RPC}#validatemessagerequest`,
    async run(world) {
      const request = { parent: `projects/${world.project}`, encoding: "JSON" as const };
      const schema = { type: "PROTOCOL_BUFFER" as const, definition: PROTO };
      await world.schemas.validateMessage({ ...request, schema, message: Buffer.from('{"id":"a"}') });
      const call = world.schemas.validateMessage({ ...request, schema, message: Buffer.from('{"amount":"x"}') });
      expect(await refusal(call)).toBe("INVALID_ARGUMENT");
    },
  },
  {
    name: "a topic with a schema that is not there is not found",
    says: `${RPC}#schemasettings`,
    async run({ topic, name }) {
      const schemaSettings = { schema: name("schemas"), encoding: "JSON" as const };
      expect(await refusal(topic({ schemaSettings }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a topic whose schema is deleted says so, and takes nothing",
    says: `${RPC}#schemasettings`,
    open: "That nothing is taken, and how: NOT_FOUND, as for the schema itself.",
    async run(world) {
      const { topic, schema } = await topicOf(world, "AVRO", AVRO, "BINARY");
      await world.schemas.deleteSchema({ name: schema });
      expect((await world.publisher.getTopic({ topic }))[0].schemaSettings?.schema).toBe("_deleted-schema_");
      expect(await refusal(world.publish(topic, { data: BINARY.avro }))).toBe("NOT_FOUND");
    },
  },
  {
    name: "a topic takes messages of every revision between its first and its last",
    says: `${RPC}#schemasettings`,
    async run(world) {
      const schema = await schemaOf(world, "PROTOCOL_BUFFER", PROTO);
      const [{ revisionId }] = await world.schemas.getSchema({ name: schema });
      const definition = PROTO.replace("string id = 1;", "string id = 1; string more = 9;");
      await world.schemas.commitSchema({ name: schema, schema: { name: schema, type: "PROTOCOL_BUFFER", definition } });
      const settings = { schema, encoding: "JSON" as const };
      const old = await world.topic({ schemaSettings: { ...settings, lastRevisionId: revisionId ?? "" } });
      const any = await world.topic({ schemaSettings: settings });
      const message = { data: Buffer.from('{"more":"x"}') };
      expect(await refusal(world.publish(old, message))).toBe("INVALID_ARGUMENT");
      expect(await world.publish(any, message)).toHaveLength(1);
    },
  },
];

/** Schemas: their lives, and what they do to topics. */
export const schemaChecks: readonly Check[] = [...lives, ...topics];
