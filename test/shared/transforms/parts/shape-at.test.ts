import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { TransformError } from "../../../../shared/core/errors.ts";
import type { TransformPart } from "../../../../shared/core/ports.ts";
import type { Shape } from "../../../../shared/core/shape.ts";
import { dropWhen } from "../../../../shared/transforms/drop-when.ts";
import { omit } from "../../../../shared/transforms/omit.ts";
import { pick } from "../../../../shared/transforms/pick.ts";
import { redact } from "../../../../shared/transforms/redact.ts";
import { rename } from "../../../../shared/transforms/rename.ts";
import { set } from "../../../../shared/transforms/set.ts";
import { split } from "../../../../shared/transforms/split.ts";
import { timestamp } from "../../../../shared/transforms/timestamp.ts";
import { toAttributes } from "../../../../shared/transforms/to-attributes.ts";
import { jsonMessage, someTools } from "../../../suites/transform-suite.ts";
import { aSpec, valuesOf, zodOf } from "../../../support/arbitrary-shape.ts";

const shapeOf = (schema: z.ZodType, io: "input" | "output" = "input"): Shape =>
  z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Shape;
const behind = (part: TransformPart, options: unknown, schema: z.ZodType): unknown => {
  const { $schema: _, ...shape } = Object(part.shape?.(options, shapeOf(schema, "output")));
  return shape;
};
const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const text = { type: "string" };

const order = z.object({
  id: z.string(),
  note: z.string().optional(),
  items: z.array(z.object({ sku: z.string(), n: z.number() })),
});

describe("the shape of a body behind a step", () => {
  it("loses what is left out, and keeps nothing but what is picked", () => {
    const items = { type: "array", items: closed({ sku: text }) };
    expect(behind(omit, { fields: ["note", "items[*].n", "gone.deep"] }, order)).toEqual(closed({ id: text, items }));
    expect(behind(redact, { fields: ["note", "items[*].n"] }, order)).toEqual(closed({ id: text, items }));
    expect(behind(pick, { fields: ["id", "items[*].sku"] }, order)).toEqual(closed({ id: text, items }));
    expect(behind(toAttributes, { fields: { id: "id" }, remove: true }, z.object({ id: z.string() }))).toEqual(
      closed({}),
    );
  });

  it("has the new names", () => {
    const items = { type: "array", items: closed({ code: text, n: { type: "number" } }) };
    expect(behind(rename, { fields: { note: "id" } }, z.object({ id: z.number(), note: z.string() }))).toMatchObject({
      properties: { id: { anyOf: [{ type: "number" }, text] } },
    });
    expect(behind(rename, { fields: { id: "note", note: "id", "items[*].sku": "code" } }, order)).toEqual(
      closed({ note: text, id: text, items }, ["note", "items"]),
    );
  });

  it("has what is set, where a constant is known and a computed value is not", () => {
    const fields = { "meta.version": 2, id: { cel: "body.note" }, note: "x" };
    expect(behind(set, { fields }, z.object({ id: z.string(), note: z.string().optional() }))).toEqual(
      closed({ meta: closed({ version: { const: 2 } }), id: {}, note: { const: "x" } }, ["id", "meta", "note"]),
    );
  });

  it("has text where something is masked, and a number where a time is counted", () => {
    const schema = z.object({ a: z.number().nullable(), b: z.string(), c: z.unknown() });
    const mask = { type: "string", const: "****" };
    const orNull = (shape: object) => ({ anyOf: [shape, { type: "null" }] });
    expect(behind(redact, { fields: ["a", "c"], with: "mask" }, schema)).toMatchObject({
      properties: { a: orNull(mask), b: text, c: orNull(mask) },
    });
    const hash = { type: "string", minLength: 43, maxLength: 43, pattern: "^[A-Za-z0-9_-]{43}$" };
    expect(behind(redact, { fields: ["b"], with: { hash: "k" } }, schema)).toMatchObject({ properties: { b: hash } });
    expect(behind(redact, { fields: ["b"], with: "last-four" }, z.object({ b: z.string().max(9) }))).toMatchObject({
      properties: { b: { type: "string", minLength: 4, maxLength: 9 } },
    });
    expect(behind(timestamp, { fields: ["b"], to: "epoch-s" }, schema)).toMatchObject({
      properties: { b: { type: "number" } },
    });
  });

  it("has the new names of tables whose keys are known, or have a rule", () => {
    const prices = z.object({ prices: z.partialRecord(z.enum(["eur", "usd"]), z.number()) });
    const number = { type: "number" };
    expect(behind(rename, { fields: { "prices.eur": "usd2" } }, prices)).toEqual(
      closed({ prices: closed({ usd2: number, usd: number }, []) }),
    );
    const table = z.object({ t: z.record(z.enum(["a", "b"]), z.number()) });
    const set1 = closed({ a: number, b: number, z: { const: 1 } });
    expect(behind(set, { fields: { "t.z": 1 } }, table)).toEqual(closed({ t: set1 }));
    expect(behind(omit, { fields: ["t.a"] }, table)).toEqual(closed({ t: closed({ b: number }) }));
    expect(behind(pick, { fields: ["t.a", "t.z"] }, table)).toEqual(closed({ t: closed({ a: number }) }));
    const ruled = z.object({ t: z.record(z.string().regex(/^a/), z.number()) });
    expect(behind(set, { fields: { "t.z": 1 } }, ruled)).toMatchObject({
      properties: { t: { propertyNames: { anyOf: [{ pattern: "^a" }, { const: "z" }] }, required: ["z"] } },
    });
  });

  it("is that of an item where a list is split", () => {
    expect(behind(split, { at: "items" }, order)).toEqual(closed({ sku: text, n: { type: "number" } }));
    expect(behind(split, { at: "items", as: "item" }, order)).toEqual(
      closed({ id: text, note: text, item: closed({ sku: text, n: { type: "number" } }) }, ["id", "item"]),
    );
    expect(split.shape?.({ at: "id" }, shapeOf(order))).toBe("unknown");
  });

  it("can't be told where schemas refer to each other", () => {
    const tree: z.ZodType = z.object({ kids: z.array(z.lazy(() => tree)) });
    for (const part of [omit, pick]) expect(part.shape?.({ fields: ["kids"] }, shapeOf(tree))).toBe("unknown");
  });
});

const path = fc.constantFrom("a", "b", "a.b", "b.a", "a[*].b", "a[*]", "[*].a", "b[0]", "d", "d.a");
const fields = fc.uniqueArray(path, { minLength: 1, maxLength: 2 });
const steps: fc.Arbitrary<readonly [TransformPart, unknown]> = fc.oneof(
  fields.map((paths) => [pick, { fields: paths }] as const),
  fields.map((paths) => [omit, { fields: paths }] as const),
  fc
    .tuple(fields, fc.constantFrom("remove", "mask", "last-four"))
    .map(([paths, how]) => [redact, { fields: paths, with: how }] as const),
  fc
    .tuple(fc.constantFrom("a", "b", "a.b", "a[*].b"), fc.constantFrom("c", "d", "b"))
    .map(([from, to]) => [rename, { fields: { [from]: to } }] as const),
  fc
    .tuple(path, fc.constantFrom<unknown>(1, "x", null, { a: 1 }, { cel: "1" }))
    .map(([to, value]) => [set, { fields: { [to]: value } }] as const),
  fc.constantFrom({}, { at: "a" }, { at: "a.b" }, { at: "a", as: "d" }).map((options) => [split, options] as const),
  fc.constantFrom("a", "b.a").map((from) => [toAttributes, { fields: { [from]: "x" }, remove: true }] as const),
  fc.constant([dropWhen, '"x" in attributes'] as const),
  fc.constantFrom("a", "b", "a[*]").map((at) => [redact, { fields: [at], with: { hash: "key" } }] as const),
  fc
    .tuple(fc.constantFrom("a", "b", "a[*]"), fc.constantFrom("iso", "epoch-s", "epoch-ms"), fc.boolean())
    .map(([at, to, whole]) => [timestamp, { fields: [at], from: "epoch-ms", to, whole }] as const),
);

/** What comes out; nothing where the step refuses the body. */
function outOf([part, options]: readonly [TransformPart, unknown], value: unknown): readonly unknown[] {
  try {
    const messages = part.create(options, someTools)(jsonMessage(value));
    return messages.map(({ body }) => JSON.parse(new TextDecoder().decode(body)));
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(TransformError);
    return [];
  }
}

describe("whatever a step gives", () => {
  it("has the shape that is told ahead", () => {
    let seen = 0;
    fc.assert(
      fc.property(aSpec, steps, fc.nat(), (spec, step, seed) => {
        const [part, options] = step;
        const shape = part.shape?.(options, shapeOf(zodOf(spec)));
        if (shape === undefined || shape === "unknown") return;
        const wanted = z.fromJSONSchema({ ...shape });
        for (const value of fc.sample(valuesOf(spec), { seed, numRuns: 10 }))
          for (const given of outOf(step, value)) {
            seen++;
            expect({ given, fits: wanted.safeParse(given).success }).toEqual({ given, fits: true });
          }
      }),
      { seed: 20_260_101, numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(500);
  });
});
