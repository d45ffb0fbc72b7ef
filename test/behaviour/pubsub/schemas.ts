import { expect } from "vitest";
import { AVRO, AVRO_MORE, PROTO, RPC, schemaOf, type Type } from "./a-schema.ts";
import { type Check, docs, refusal } from "./check.ts";

const PAGE = docs("schemas");
type Run = Parameters<Check["run"]>[0];

const definitions: readonly (readonly [what: string, Type, string])[] = [
  ["an Avro schema that is no JSON", "AVRO", "{"],
  ["an Avro schema of an unknown type", "AVRO", '{"type":"nothing"}'],
  ["a Protocol Buffers schema that is none", "PROTOCOL_BUFFER", "message {"],
  ["a Protocol Buffers schema without a message", "PROTOCOL_BUFFER", 'syntax = "proto3";'],
  ["a schema without a definition", "AVRO", ""],
];

/** Schemas and their revisions. */
export const schemaChecks: readonly Check[] = [
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
      const schema = { type, definition };
      const validated = () => world.schemas.validateSchema({ parent: `projects/${world.project}`, schema });
      expect(await refusal(schemaOf(world, type, definition))).toBe("INVALID_ARGUMENT");
      // Asked only now: a call whose answer nobody waits for yet is an error of the whole run where it is refused.
      expect(await refusal(validated())).toBe("INVALID_ARGUMENT");
    },
  })),
];
