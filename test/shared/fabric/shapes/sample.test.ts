import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { sampleOf } from "../../../../shared/fabric/shapes/sample.ts";
import { shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { aSpec, zodOf } from "../../../support/arbitrary-shape.ts";

const sample = (schema: z.ZodType) => sampleOf(shapeReader()(schema, "input"));

describe("a sample of a shape", () => {
  it("has all its fields and an item of each list", () => {
    const shape = { a: z.string().min(3), b: z.int().gt(4).optional(), c: z.array(z.boolean()), d: z.literal("x") };
    const value = { a: "aaa", b: 5, c: [true], d: "x" };
    expect(sample(z.object(shape))).toEqual(value);
    expect(sample(z.record(z.string(), z.null()))).toEqual({ a: null });
    expect(sample(z.tuple([z.string()], z.int()))).toEqual(["a"]);
  });

  it("ends where a shape holds itself", () => {
    const tree: z.ZodType = z.object({ kids: z.array(z.lazy(() => tree)) });
    expect(sample(tree)).toEqual({ kids: [null] });
  });

  it("is taken by most schemas, since its kinds are right", () => {
    const taken = fc.sample(aSpec, { seed: 20_260_101, numRuns: 300 }).filter((spec) => {
      const schema = zodOf(spec);
      return schema.safeParse(sample(schema)).success;
    });
    expect(taken.length).toBeGreaterThan(250);
  });
});
