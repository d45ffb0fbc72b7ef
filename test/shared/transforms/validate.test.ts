import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { TransformError } from "../../../shared/core/errors.ts";
import { validate } from "../../../shared/transforms/validate.ts";
import { jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

const row = {
  order_id: "o-1",
  status: "PAID",
  customer_id: "c-1",
  country: "DE",
  currency: "EUR",
  line_count: 1,
  item_count: 2,
  total_cents: 900,
  placed_at: "2026-01-05T08:00:00.000Z",
};
const flight = {
  departs_at: "2001-01-01T00:47:00",
  origin: "DTW",
  destination: "LAS",
  route: "DTW-LAS",
  delay_minutes: 66,
  distance_miles: 1750,
};

transformSuite("validate", {
  body: (example: unknown) => (example === "order-row" ? row : flight),
  refused: [undefined, {}, "", 7, [], { schema: 7 }, { schema: "order-row", strict: true }, { name: "order-row" }],
});

const table = {
  item: async () => z.object({ sku: z.string().trim().default("none"), items: z.array(z.object({ n: z.int() })) }),
  prices: async () => z.object({ prices: z.record(z.string(), z.number()) }),
  loose: async () => z.object({ a: z.string() }).catchall(z.number()),
  json: async () => z.json(),
  path: async () =>
    z.object({ a: z.string() }).superRefine(({ a }, { addIssue }) => {
      addIssue({ code: "custom", path: ["a", a], message: a });
      addIssue({ code: "custom", path: [a], message: a });
    }),
  throws: async () =>
    z.string().refine((text) => {
      throw new RangeError(text);
    }),
  late: async () => z.string().refine(async () => true),
  broken: () => Promise.reject(new SyntaxError("unexpected token\n  at somewhere")),
};
const step = async (options: unknown) => (await validate(options, table)).create(options, someTools);
const refusal = async (body: unknown, schema = "item"): Promise<TransformError> => {
  const check = await step(schema);
  try {
    check(typeof body === "string" && body.startsWith("{") ? textMessage(body) : jsonMessage(body));
  } catch (thrown) {
    return thrown as TransformError;
  }
  return expect.fail("nothing was refused");
};

describe("validate", () => {
  it("hands on the very message where its body fits, whatever the schema makes of it", async () => {
    const message = textMessage('{ "sku": " a ", "more": 1.0, "items": [ {"n": 1} ] }');
    const [same] = (await step({ schema: "item" }))(message);
    expect(same).toBe(message);
    const defaulted = textMessage('{"items":[]}');
    expect((await step("item"))(defaulted)).toEqual([defaulted]);
  });

  it("refuses what does not fit with the schema's name and the path of the field, never the value", async () => {
    const { code, message } = await refusal({ items: [{ n: 1 }, { n: "s3cr3t" }] });
    expect([code, message]).toEqual(["SCHEMA", "the body does not fit schema item at items[1].n: number was expected"]);
    expect((await refusal(["s3cr3t"])).message).toBe(
      "the body does not fit schema item at its top: object was expected",
    );
  });

  it("names no key of a table, and nothing else that only the message could have said", async () => {
    expect((await refusal({ prices: { "jane-s3cr3t": "v" } }, "prices")).message).toBe(
      "the body does not fit schema prices at prices.*: number was expected",
    );
    expect((await refusal({ a: "s3cr3t" }, "path")).message).toBe(
      "the body does not fit schema path at a.*: a check of the schema failed",
    );
  });

  it("holds a field __proto__ of a table against the schema, too", async () => {
    const why = "the body does not fit schema prices at prices.*: invalid element";
    expect((await refusal('{"prices":{"__proto__":"no number"}}', "prices")).message).toBe(why);
    expect((await refusal('{"a":"b","__proto__":"no number"}', "loose")).message).toContain("at *: invalid element");
    for (const [schema, body] of [
      ["prices", '{"prices":{"__proto__":1},"__proto__":"not asked for"}'],
      ["loose", '{"a":"b","__proto__":1}'],
      ["json", '{"__proto__":[{"__proto__":"1"}]}'],
    ] as const)
      expect((await step(schema))(textMessage(body))).toHaveLength(1);
  });

  it("refuses where its schema throws or would answer later, with the schema's name and no value", async () => {
    const threw = await refusal("s3cr3t", "throws");
    expect([threw.code, threw.message]).toEqual(["SCHEMA", "schema throws threw a RangeError, an answer was expected"]);
    const late = await refusal("s3cr3t", "late");
    expect([late.code, late.message]).toEqual([
      "SCHEMA",
      "schema late would answer later, an answer at once was expected",
    ]);
  });

  it("refuses whole numbers that JavaScript would round", async () => {
    const check = await step("item");
    expect(() => check(textMessage('{"items":[{"n":9007199254740993}]}'))).toThrow("at items[0].n");
  });

  it("can't be made for a schema that is not there, or can't be loaded, and the others can", async () => {
    const told = (code: string, message: string) =>
      expect.objectContaining({ problems: [{ severity: "error", code, message }] });
    await expect(step("items")).rejects.toEqual(
      told("UNKNOWN_SCHEMA", "schema items is not there: did you mean item?"),
    );
    await expect(step("constructor")).rejects.toEqual(
      told(
        "UNKNOWN_SCHEMA",
        "schema constructor is not there: known are item, prices, loose, json, path, throws, late, broken",
      ),
    );
    await expect(step("broken")).rejects.toEqual(
      told("SCHEMA", "schema broken can't be loaded: SyntaxError: unexpected token"),
    );
    expect(await step("item")).toEqual(expect.any(Function));
  });
});
