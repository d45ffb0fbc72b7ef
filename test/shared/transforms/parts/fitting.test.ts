import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fitting } from "../../../../shared/transforms/parts/fitting.ts";

const held = { code: "ODD", what: "the thing", schema: "schema s" };

describe("holding a value against a schema", () => {
  it("gives what the schema makes of it", () => {
    expect(fitting(z.string().trim(), " a ", held)).toBe("a");
  });

  it.each<[string, z.ZodType, unknown]>([
    ["at its top: string was expected", z.string(), 7],
    ["at a: too small", z.object({ a: z.string().min(3) }), { a: "b" }],
    ["at its top: unrecognized keys", z.strictObject({}), { jane: 1 }],
    ["at *: invalid key", z.record(z.string().max(2), z.int()), { jane: 1 }],
    ["at *: invalid element", z.record(z.string(), z.int()), JSON.parse('{"__proto__":"jane"}')],
    ["at its top: a check of the schema failed", z.string().refine((text) => text === ""), "jane"],
  ])("says %s", (said, schema, value) => {
    const message = `the thing does not fit schema s ${said}`;
    expect(() => fitting(schema, value, held)).toThrow(expect.objectContaining({ code: "ODD", message }));
  });

  it("does not quote a code that is somebody's own", () => {
    const own = z.string().check(({ issues, value }) => {
      issues.push({ code: value as "custom", input: value });
    });
    expect(() => fitting(own, "jane", held)).toThrow("at its top: a check of the schema failed");
  });

  it("says of a schema that throws what it threw, and of one that waits that it does", () => {
    const throwing = z.string().refine((text) => {
      throw new RangeError(text);
    });
    const told = (message: string) => expect.objectContaining({ code: "SCHEMA", message });
    expect(() => fitting(throwing, "jane", held)).toThrow(told("schema s threw a RangeError, an answer was expected"));
    const late = z.string().refine(async () => true);
    expect(() => fitting(late, "a", held)).toThrow(told("schema s would answer later, an answer at once was expected"));
  });
});
