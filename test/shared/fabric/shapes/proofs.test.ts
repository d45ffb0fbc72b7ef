import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { Answer } from "../../../../shared/fabric/shapes/answer.ts";
import { type Side, shapeReader } from "../../../../shared/fabric/shapes/shape-reader.ts";
import { compareShapes } from "../../../../shared/fabric/shapes/subset.ts";
import { aSpec, changed, type Spec, valuesOf, zodOf } from "../../../support/arbitrary-shape.ts";

const answer = (before: z.ZodType, side: Side, after: z.ZodType): Answer => {
  const read = shapeReader();
  return compareShapes(read(before, side), read(after, "input"));
};

/** Park and Miller's numbers from 0 to below 1. */
const numbers = (seed: number) => {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
};

const pair = fc
  .tuple(aSpec, aSpec, fc.nat(), fc.boolean())
  .map(([one, other, seed, isChanged]): readonly [Spec, Spec] => [
    one,
    isChanged ? changed(one, other, numbers(seed)) : other,
  ]);

const settings = { seed: 20_260_101, numRuns: 600 };

describe("the comparison of two schemas", () => {
  it.each<[Side, number]>([
    ["input", 40],
    ["output", 40],
  ])("says that one fits only where all that comes by its %s is taken by the other", (side, samples) => {
    const kinds = { fits: 0, misfit: 0, undecided: 0 };
    fc.assert(
      fc.property(pair, fc.nat(), ([one, other], seed) => {
        const [before, after] = [zodOf(one), zodOf(other)];
        const { kind } = answer(before, side, after);
        kinds[kind]++;
        if (kind !== "fits") return;
        for (const value of fc.sample(valuesOf(one), { seed, numRuns: samples })) {
          const come = side === "input" ? value : before.parse(value);
          expect(after.safeParse(come)).toMatchObject({ success: true });
        }
      }),
      settings,
    );
    // Neither side of the claim is empty.
    expect(Math.min(...Object.values(kinds))).toBeGreaterThan(5);
  });

  it("says that one does not fit only where something comes that the other refuses", () => {
    fc.assert(
      fc.property(pair, fc.nat(), ([one, other], seed) => {
        const [before, after] = [zodOf(one), zodOf(other)];
        const told = answer(before, "input", after);
        if (told.kind !== "misfit") return;
        const refused = fc
          .sample(valuesOf(one), { seed, numRuns: told.isTotal ? 20 : 600 })
          .map((value) => !after.safeParse(value).success);
        expect(refused).toContain(true);
        if (told.isTotal) expect(refused).not.toContain(false);
      }),
      settings,
    );
  });

  it("says of every schema that it fits itself, or can't tell which form comes", () => {
    fc.assert(
      fc.property(aSpec, (spec) => {
        const schema = zodOf(spec);
        expect(answer(schema, "input", schema).kind).not.toBe("misfit");
      }),
      settings,
    );
  });
});
