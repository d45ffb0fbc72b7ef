import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { Tools } from "../../../shared/core/ports.ts";
import { chain, type Written } from "../../../shared/transforms/chain.ts";
import { defineTransform } from "../../../shared/transforms/define-transform.ts";
import { orderToRow } from "../../../shared/transforms/order-to-row.ts";
import { bodies, jsonMessage } from "../../suites/transform-suite.ts";

const tools: Tools = { secret: () => new Uint8Array() };

const row = z.object({ order_id: z.string(), total_cents: z.number() });
const rowToLine = defineTransform({
  description: "A row as a line.",
  input: row,
  output: z.object({ line: z.string() }),
  map: ({ order_id, total_cents }) => (total_cents === 0 ? undefined : { line: `${order_id}: ${total_cents}` }),
});
const lineToWords = defineTransform({
  input: z.object({ line: z.string() }),
  output: z.object({ word: z.string() }),
  split: ({ line }) => line.split(" ").map((word) => ({ word })),
});
const moments = defineTransform({
  input: z.object({ at: z.string() }),
  output: z.object({ at: z.date(), count: z.bigint() }),
  map: ({ at }) => ({ at: new Date(at), count: 1n }),
});
const years = defineTransform({
  input: z.object({ at: z.string(), count: z.number() }),
  output: z.object({ year: z.string() }),
  map: ({ at }) => ({ year: at.slice(0, 4) }),
});

const order = {
  ...{ orderId: "o-1", status: "PAID", customer: { id: "c-1", country: "DE" }, currency: "EUR" },
  ...{ placedAt: "2026-01-05T08:00:00Z", items: [{ sku: "a", quantity: 2, unitPrice: 4.5 }] },
};
const outOf = (part: ReturnType<typeof chain>, body: unknown) => bodies(part.create({}, tools)(jsonMessage(body)));

describe("a chain of transforms", () => {
  it("runs them in their order: what one drops, the next never sees, what one splits, the next sees apart", () => {
    const words = chain(orderToRow, rowToLine, lineToWords);
    expect(outOf(words, order)).toEqual(['{"word":"o-1:"}', '{"word":"900"}']);
    expect(outOf(words, { ...order, items: [] })).toEqual([]);
    expect(() => outOf(words, {})).toThrow("the body does not fit the schema at orderId: string was expected");
  });

  it("is a transform itself, that takes what the first takes and gives what the last gives", () => {
    const line = chain(orderToRow, rowToLine);
    expect(line.input).toBe(orderToRow.input);
    expect(line.output).toBe(rowToLine.output);
    expect(line.options).toEqual({
      ...orderToRow.options,
      description: `${orderToRow.options["description"]} Then: A row as a line.`,
    });
    expectTypeOf(line.input).toEqualTypeOf(orderToRow.input);
    expectTypeOf(line.output).toEqualTypeOf(rowToLine.output);
    expect(outOf(chain(line, lineToWords), order)).toEqual(outOf(chain(orderToRow, rowToLine, lineToWords), order));
  });

  it("of one is that one", () => {
    expect(outOf(chain(rowToLine), { order_id: "o", total_cents: 1 })).toEqual(['{"line":"o: 1"}']);
  });

  it("goes by what JSON makes of a value", () => {
    expect(outOf(chain(moments, years), { at: "2026-01-05T08:00:00Z" })).toEqual(['{"year":"2026"}']);
    type Kept = { readonly when: Date; readonly parts: [bigint, string]; readonly more?: { readonly n: number } };
    expectTypeOf<Written<Kept>>().toEqualTypeOf<{
      readonly when: string;
      readonly parts: [number, string];
      readonly more?: { readonly n: number };
    }>();
  });

  it("of steps that don't fit is no program", () => {
    // Never run: whoever compiles this proves it.
    const refused = () => {
      // @ts-expect-error a row has no line
      chain(orderToRow, lineToWords);
      // @ts-expect-error the second fits, the third does not
      chain(orderToRow, rowToLine, years);
      // @ts-expect-error a chain is no better than its last step
      chain(chain(orderToRow, rowToLine), rowToLine);
      // @ts-expect-error a line is text, and a number was expected
      chain(rowToLine, defineTransform({ input: z.object({ line: z.number() }), output: row, map: () => undefined }));
      // @ts-expect-error a chain has a step
      chain();
    };
    expect(refused).toBeTypeOf("function");
  });
});
