import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunks } from "../../../../infra/gcp/watch/chunks.ts";

describe("chunks", () => {
  it("hold every name once and in its order, and no more than fits unless one name alone does not", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 })), fc.integer({ min: 10, max: 100 }), (names, most) => {
        const runs = chunks(names, most);
        expect(runs.flat()).toEqual(names);
        for (const run of runs)
          expect(run.length === 1 || run.reduce((sum, name) => sum + name.length + 6, 0) <= most).toBe(true);
      }),
    );
  });
});
