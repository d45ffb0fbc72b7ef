import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CHECKS } from "../../../../shared/core/shape.ts";
import { intersection } from "../../../../shared/fabric/shapes/intersection.ts";
import { shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { compareShapes } from "../../../../shared/fabric/shapes/subset.ts";
import { aSpec, valuesOf, zodOf } from "../../../support/arbitrary-shape.ts";

const read = shapeReader();
const taken = (schema: z.ZodType) => read(schema, "input");
const kind = (one: z.ZodType, other: z.ZodType, after: z.ZodType) =>
  compareShapes(intersection(taken(one), taken(other)), taken(after)).kind;

describe("what two schemas have let pass", () => {
  it("has the fields of both, each as both have it", () => {
    const one = z.object({ a: z.string(), b: z.number(), c: z.object({ d: z.int() }) });
    const other = z.object({ a: z.string().min(3), c: z.object({ e: z.string() }) });
    const both = z.object({ a: z.string().min(3), b: z.number(), c: z.object({ d: z.int(), e: z.string() }) });
    expect(kind(one, other, both)).toBe("fits");
    expect(kind(one.partial(), z.strictObject(other.shape), z.object({ b: z.number() }))).toBe("misfit");
    expect(kind(one, other, z.object({ b: z.string() }))).toBe("misfit");
  });

  it("may be said in parts, and is never called wrong then", () => {
    expect(kind(z.string().min(3), z.string().max(9), z.string().min(3).max(9))).toBe("undecided");
    expect(kind(z.string().min(3), z.string().max(9), z.string().min(2))).toBe("fits");
    expect(kind(z.string().min(3), z.string().max(9), z.number())).toBe("misfit");
  });

  it("is what the second says, with a doubt, where one of them holds itself", () => {
    const tree: z.ZodType = z.object({ name: z.string(), under: z.array(z.lazy(() => tree)) });
    const named = z.object({ name: z.string().min(1) });
    expect(kind(tree, named, named)).toBe("fits");
    expect(kind(tree, named, z.object({ under: z.array(z.unknown()) }))).toBe("undecided");
    expect(intersection(taken(named), taken(tree))).toMatchObject({ [CHECKS]: [0] });
    const shape = taken(tree);
    expect(intersection(shape, taken(z.object({})))).toBe(shape);
  });

  it("is never said to fit where a value that both take does not", () => {
    let seen = 0;
    fc.assert(
      fc.property(aSpec, aSpec, aSpec, fc.nat(), (first, second, third, seed) => {
        const [one, other, after] = [zodOf(first), zodOf(second), zodOf(third)];
        const told = kind(one, other, after);
        for (const value of fc.sample(valuesOf(first), { seed, numRuns: 20 })) {
          if (told !== "fits" || !other.safeParse(value).success) continue;
          seen++;
          expect(after.safeParse(value)).toMatchObject({ success: true });
        }
      }),
      { seed: 20_260_101, numRuns: 1500 },
    );
    expect(seen).toBeGreaterThan(5);
  });
});
