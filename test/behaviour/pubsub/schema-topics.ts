import { expect } from "vitest";
import { AVRO, BINARY, PROTO, RPC, schemaOf, type Type, topicOf } from "./a-schema.ts";
import { type Check, docs, refusal, texts } from "./check.ts";

type Run = Parameters<Check["run"]>[0];

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

/** What schemas do to topics. */
export const schemaTopicChecks: readonly Check[] = [
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
