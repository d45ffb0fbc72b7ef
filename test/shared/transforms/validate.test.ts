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
  broken: () => Promise.reject(new SyntaxError("unexpected token\n  at somewhere")),
};
const step = async (options: unknown) => (await validate(options, table)).create(options, someTools);
const refusal = async (body: unknown): Promise<TransformError> => {
  const check = await step("item");
  try {
    check(jsonMessage(body));
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
      told("UNKNOWN_SCHEMA", "schema constructor is not there: known are item, broken"),
    );
    await expect(step("broken")).rejects.toEqual(
      told("SCHEMA", "schema broken can't be loaded: SyntaxError: unexpected token"),
    );
    expect(await step("item")).toEqual(expect.any(Function));
  });
});
