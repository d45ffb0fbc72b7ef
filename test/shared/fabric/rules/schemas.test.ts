import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Fabric } from "../../../../shared/fabric/fabric.ts";
import { type SchemaTable, unusableSchemas } from "../../../../shared/fabric/rules/schemas.ts";
import { aFabric, said } from "../a-fabric.ts";

const row = z.object({ id: z.string(), note: z.string().optional(), at: z.iso.datetime(), ratio: z.number() });
const plain = z.object({ id: z.string(), at: z.iso.datetime() });
const broken: SchemaTable[string] = () => Promise.reject(new SyntaxError("unexpected token\n  at somewhere"));
const table: SchemaTable = {
  row: async () => row,
  plain: async () => plain,
  odd: async () => z.object({ huge: z.bigint(), message_id: z.string() }),
  message: async () => z.object({ message_id: z.string() }),
  broken,
};

const withTopic = (topic: object): Fabric => aFabric({ feed: { pubsub: "feed", ...topic } }, {});
const found = async (topic: object) => said(await unusableSchemas(withTopic(topic), table));
const landing = (bigquery: object, schema?: string) =>
  found({ landsIn: { bigquery: { table: "shop.rows", ...bigquery } }, ...(schema === undefined ? {} : { schema }) });

describe("schemas", () => {
  it("pass where they are there and Pub/Sub can hold bodies against them", async () => {
    expect(await found({ schema: "plain" })).toEqual([]);
  });

  it("must be in the table, own names of objects not counting", async () => {
    expect(await found({ schema: "plan" })).toEqual([
      "error UNKNOWN_SCHEMA: schema plan is not there: did you mean plain?",
    ]);
    expect(await found({ schema: "constructor" })).toEqual([
      "error UNKNOWN_SCHEMA: schema constructor is not there: known are row, plain, odd, message, broken",
    ]);
  });

  it("must load", async () => {
    expect(await found({ schema: "broken" })).toEqual([
      "error SCHEMA: schema broken can't be loaded: SyntaxError: unexpected token",
    ]);
  });

  it("that Avro can't say are told of, except at topics that are never changed", async () => {
    const note =
      "note TOPIC_SCHEMA: Pub/Sub itself does not hold bodies against schema row: note: Avro's JSON has no plain form for what may be missing or null";
    expect(await found({ schema: "row" })).toEqual([note]);
    expect(await found({ schema: "row", existing: true })).toEqual([]);
  });
});

describe("a landing in a table", () => {
  it("passes with a key or a partition that every row has, and without a schema", async () => {
    expect(await landing({ key: ["id"] }, "plain")).toEqual([]);
    expect(await landing({ partitionBy: "at" }, "plain")).toEqual([]);
    expect(await landing({ partitionBy: "publish_time" }, "plain")).toEqual([]);
    expect(await landing({})).toEqual([]);
  });

  it("has no key without a schema", async () => {
    expect(await landing({ key: ["id"] })).toEqual([
      "error LANDING: topic feed has no schema, so its rows have no column id: give it a schema",
    ]);
  });

  it("has a column for every field of its schema", async () => {
    const [, ...problems] = await landing({}, "odd");
    expect(problems).toEqual([
      "error LANDING: the schema of feed makes no table: huge: JSON has no form for it, or any: say what it is",
    ]);
  });

  it("leaves the names of metadata to Pub/Sub, unless a key leaves it out", async () => {
    expect(await landing({}, "message")).toEqual([
      "error LANDING: the schema of feed has a field message_id, where Pub/Sub writes what it knows of each message: rename the field",
    ]);
    expect(await landing({ key: ["message_id"] }, "message")).toEqual([]);
  });

  it("is keyed by columns that are there, that can be compared, and that every row has", async () => {
    const [, ...problems] = await landing({ key: ["order", "ratio", "note"] }, "row");
    expect(problems).toEqual([
      "error LANDING: column order is not there: known are id, note, at, ratio",
      "error LANDING: column ratio is a FLOAT: expected one of STRING, INTEGER, BOOLEAN, TIMESTAMP, DATE, DATETIME, NUMERIC, BIGNUMERIC",
      "error LANDING: column note may be lacking or a list: a row has to have it once",
    ]);
  });

  it("is partitioned by a time, and not where it has a key", async () => {
    expect(await landing({ partitionBy: "id" }, "plain")).toEqual([
      "error LANDING: column id is a STRING: expected one of TIMESTAMP, DATE, DATETIME",
    ]);
    expect(await landing({ key: ["id"], partitionBy: "at" }, "plain")).toEqual([
      "error LANDING: a table with a key is clustered by it: leave partitionBy out",
    ]);
  });
});
