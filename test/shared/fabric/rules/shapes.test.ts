import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { SchemaTable } from "../../../../shared/fabric/rules/schemas.ts";
import { misfittingWays } from "../../../../shared/fabric/rules/shapes.ts";
import type { TransformTable } from "../../../../shared/fabric/rules/transforms.ts";
import { defineTransform } from "../../../../shared/transforms/define-transform.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { validate } from "../../../../shared/transforms/validate.ts";
import { aFabric, said } from "../a-fabric.ts";

const order = z.object({ id: z.string(), total: z.number(), note: z.string().optional() });
const row = z.object({ order_id: z.string(), cents: z.int() });
const isEven = z.object({ id: z.string(), total: z.number().refine((value) => value % 2 === 0) });

const schemas: SchemaTable = {
  order: async () => order,
  row: async () => row,
  list: async () => z.array(row),
  texts: async () => z.object({ id: z.string(), total: z.string() }),
  closed: async () => z.strictObject({ order_id: z.string(), cents: z.int() }),
  long: async () => z.object({ id: z.string().min(3) }),
  longer: async () => z.object({ id: z.string().min(3), total: z.number() }),
  iso: async () => z.object({ id: z.iso.datetime(), total: z.number() }),
  ms: async () => z.object({ id: z.string(), total: z.int() }),
  code: async () =>
    z.object({
      id: z
        .string()
        .max(64)
        .regex(/^[A-Za-z0-9_-]{43}$/),
      total: z.number(),
    }),
  ten: async () => z.object({ id: z.string().max(10), total: z.number() }),
  cents: async () => z.object({ id: z.string(), total: z.number().multipleOf(0.01) }),
  broken: () => Promise.reject(new SyntaxError("unexpected token")),
};
const steps: TransformTable = {
  ...transforms,
  validate: (options) => validate(options, schemas),
  "to-row": async () =>
    defineTransform({
      input: order,
      output: row,
      map: ({ id, total }) => ({ order_id: id, cents: Math.round(total * 100) }),
    }),
  evens: async () => defineTransform({ input: isEven, output: isEven, map: (body) => body }),
};

const endpoints = {
  orders: { sqs: "orders", schema: "order" },
  more: { sqs: "more", schema: "texts" },
  plain: { sqs: "plain" },
  rows: { pubsub: "rows", schema: "row" },
  strict: { pubsub: "strict", schema: "closed" },
  table: { pubsub: "table", schema: "order", landsIn: { bigquery: { table: "a.b" } } },
  anything: { pubsub: "anything" },
  odd: { pubsub: "odd", schema: "broken" },
  lists: { pubsub: "lists", schema: "list" },
  ...Object.fromEntries(
    ["long", "longer", "iso", "ms", "code", "ten", "cents"].map((schema) => [
      schema,
      { pubsub: `feed-${schema}`, schema },
    ]),
  ),
  events: { pubsub: "events", schema: "row", format: "cloudevents" },
};
const found = async (hop: object, isSound = true) =>
  said(await misfittingWays(aFabric(endpoints, { hop }), { steps, schemas }, isSound));
const REMEDY = "change one of the two, or put a step between that makes the one of the other";

describe("bodies along a hop", () => {
  it("fit where each step takes what the one before gives, and the target what the last gives", async () => {
    expect(await found({ from: "orders", to: "rows", transforms: ["to-row"] })).toEqual([]);
    expect(
      await found({ from: "orders", to: "strict", transforms: [{ "keep-when": "body.total > 1.0" }, "to-row"] }),
    ).toEqual([]);
    const back = [
      { pick: { fields: ["order_id"] } },
      { rename: { fields: { order_id: "id" } } },
      { set: { fields: { total: 1 } } },
      "to-row",
    ];
    expect(await found({ from: "rows", to: "rows", transforms: back })).toEqual([]);
  });

  it("are nobody's business where nobody expects anything", async () => {
    expect(
      await found({ from: "plain", to: "anything", transforms: [{ pick: { fields: ["a"] } }, "flatten"] }),
    ).toEqual([]);
    expect(await found({ from: "orders", to: "anything", transforms: ["flatten"] })).toEqual([]);
  });

  it("that a step refuses are an error at that step, with the field and both sides", async () => {
    expect(await found({ from: "more", to: "anything", transforms: ["to-row"] })).toEqual([
      `error SCHEMA_MISFIT: hop hop: total as the schema of more has it does not fit transform to-row: text comes, a number was expected: ${REMEDY}`,
    ]);
    const transforms = [
      { "drop-when": "false" },
      { omit: { fields: ["id"] } },
      { pick: { fields: ["total"] } },
      "to-row",
    ];
    expect(await found({ from: "orders", to: "anything", transforms })).toEqual([
      `error SCHEMA_MISFIT: hop hop: id as the schema of orders, changed by omit, pick, has it does not fit transform to-row: is not there, and needed: ${REMEDY}`,
    ]);
  });

  it("that a target refuses are an error at that target, for each source and target", async () => {
    expect(await found({ from: ["orders", "more"], to: ["rows", "anything"] })).toEqual([
      `error SCHEMA_MISFIT: hop hop: order_id as the schema of orders has it does not fit the schema of rows: may be missing, and is needed: ${REMEDY}`,
      `error SCHEMA_MISFIT: hop hop: order_id as the schema of more has it does not fit the schema of rows: may be missing, and is needed: ${REMEDY}`,
    ]);
    const fabric = aFabric(endpoints, {
      hop: { from: "orders", route: [{ when: "true", to: "anything" }, { to: "rows" }] },
    });
    const [problem] = await misfittingWays(fabric, { steps, schemas }, true);
    expect(problem).toMatchObject({ code: "SCHEMA_MISFIT", ...fabric.place(["hops", "hop", "route", 1, "to"]) });
  });

  it("of which too little is known are a warning, with a way out", async () => {
    expect(await found({ from: "plain", to: "anything", transforms: ["to-row"] })).toEqual([
      "warning SCHEMA_UNKNOWN: hop hop: whether bodies fit transform to-row can't be told before they come: plain has no schema: write schema: NAME at plain",
    ]);
    expect(await found({ from: "orders", to: "rows", transforms: ["flatten"] })).toEqual([
      "warning SCHEMA_UNKNOWN: hop hop: whether bodies fit the schema of rows can't be told before they come: what flatten gives can't be told ahead: put validate: NAME behind flatten, or validate: out",
    ]);
  });

  it("of which nothing is known are held against the target's schema where the hop says so", async () => {
    expect(await found({ from: "plain", to: "rows", validate: "out" })).toEqual([]);
    expect(await found({ from: "plain", to: "rows", validate: "both" })).toEqual([]);
    expect(await found({ from: "plain", to: "rows" })).toEqual([
      "warning SCHEMA_UNKNOWN: hop hop: whether bodies fit the schema of rows can't be told before they come: plain has no schema: write schema: NAME at plain, or validate: out",
    ]);
  });

  it("that can't be compared are a warning with the field", async () => {
    expect(await found({ from: "orders", to: "anything", transforms: ["evens"] })).toEqual([
      "warning SCHEMA_UNDECIDED: hop hop: whether total as the schema of orders has it fits transform evens can't be decided: its schema has a check that JSON Schema can't say",
    ]);
  });

  it("may have more fields than a table has columns for", async () => {
    expect(await found({ from: "orders", to: "table" })).toEqual([
      "warning SCHEMA_UNDECIDED: hop hop: whether the body as the schema of orders has it fits the schema of table can't be decided: there may be more fields, as nothing is said of them",
    ]);
    const transforms = [{ pick: { fields: ["id", "total", "note"] } }];
    expect(await found({ from: "orders", to: "table", transforms })).toEqual([]);
  });

  it("are known again behind a step that validates, which is at fault only where it refuses all", async () => {
    expect(await found({ from: "plain", to: "anything", transforms: [{ validate: "order" }, "to-row"] })).toEqual([]);
    expect(await found({ from: "orders", to: "rows", transforms: ["to-row", { validate: "row" }] })).toEqual([]);
    expect(await found({ from: "orders", to: "anything", transforms: [{ validate: { schema: "texts" } }] })).toEqual([
      `error SCHEMA_MISFIT: hop hop: total as the schema of orders has it does not fit transform validate: a number comes, text was expected: ${REMEDY}`,
    ]);
  });

  it("are known behind a step that validates as that has it, and as they were before", async () => {
    expect(await found({ from: "orders", to: "longer", transforms: [{ validate: "long" }] })).toEqual([]);
    expect(await found({ from: "orders", to: "rows", transforms: [{ validate: "long" }] })).toEqual([
      `error SCHEMA_MISFIT: hop hop: order_id as the schema of orders, changed by validate, has it does not fit the schema of rows: may be missing, and is needed: ${REMEDY}`,
    ]);
  });

  it.each<[string, string, object]>([
    ["a time in UTC", "iso", { timestamp: { fields: ["id"], from: "epoch-ms", to: "iso" } }],
    ["whole milliseconds", "ms", { timestamp: { fields: ["total"], from: "epoch-s", to: "epoch-ms", whole: true } }],
    ["a hash", "code", { redact: { fields: ["id"], with: { hash: "pk" } } }],
    ["a mask", "ten", { redact: { fields: ["id"], with: "mask" } }],
    ["a constant with cents", "cents", { set: { fields: { total: 19.99 } } }],
  ])("are as exact as what a step writes: %s", async (_, to, step) => {
    expect(await found({ from: "orders", to, transforms: [step] })).toEqual([]);
  });

  it("that a step writes in a way that can't be told ahead are a doubt and no error", async () => {
    const kinds = async (to: string, step: object) =>
      (await found({ from: "orders", to, transforms: [step] })).map((problem) => problem.split(":")[0]);
    const lastFour = { redact: { fields: ["id"], with: "last-four" } };
    expect(await kinds("ten", lastFour)).toEqual(["warning SCHEMA_UNDECIDED"]);
    const micros = { timestamp: { fields: ["total"], to: "epoch-us", whole: true } };
    expect(await kinds("ms", micros)).toEqual(["warning SCHEMA_UNDECIDED"]);
  });

  it("arrive as a list where a hop joins them, and each on its own in a batch of events", async () => {
    const joining = { from: "orders", transforms: ["to-row"], batch: {} };
    expect(await found({ ...joining, to: "lists" })).toEqual([]);
    expect(await found({ ...joining, to: "events" })).toEqual([]);
    expect(await found({ ...joining, to: "rows" })).toEqual([expect.stringContaining("SCHEMA_MISFIT")]);
  });

  it("are left to other rules where something can't be loaded or made", async () => {
    expect(await found({ from: "orders", to: "odd" }, false)).toEqual([]);
    expect(await found({ from: "orders", to: "rows", transforms: [{ omit: { fields: ["["] } }] }, false)).toEqual([]);
    expect(await found({ from: "plain", to: "rows", transforms: ["nonsense"] }, false)).toEqual([]);
  });
});
