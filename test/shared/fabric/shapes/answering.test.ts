import { describe, expect, it } from "vitest";
import { z } from "zod";
import { answering } from "../../../../shared/fabric/shapes/answering.ts";

const soon = async () => true;
const node: z.ZodType = z.object({ kids: z.array(z.lazy(() => node)) });
const throwing = () => {
  throw new TypeError("no");
};

describe("a schema that is asked", () => {
  it.each<[string, z.ZodType]>([
    ["fields", z.object({ a: z.string(), b: z.int().min(3).optional() })],
    ["a transform", z.string().transform((text) => text.length)],
    ["a preprocessing", z.preprocess((value) => value, z.string())],
    ["a codec", z.codec(z.string(), z.number(), { decode: Number, encode: String })],
    ["what JSON has no form for", z.object({ at: z.date(), set: z.set(z.string()), n: z.bigint() })],
    ["what holds itself", node],
    ["a part that throws of what never comes", z.union([z.string(), z.int().refine(throwing)])],
  ])("answers at once: %s", async (_, schema) => {
    expect(await answering(schema)).toEqual({ kind: "at once" });
  });

  it.each<[string, z.ZodType]>([
    ["a refinement", z.string().refine(soon)],
    ["a refinement that never ends", z.string().refine(() => new Promise<boolean>(() => {}))],
    ["behind a pattern", z.object({ a: z.string().regex(/^\d+$/).refine(soon) })],
    ["in one of several forms", z.union([z.string(), z.object({ a: z.int().refine(soon) })])],
    ["in what may be missing", z.object({ a: z.array(z.string().refine(soon)).optional() })],
    ["a transform", z.string().transform(async (text) => text)],
    ["a table", z.record(z.string(), z.int().refine(soon))],
    ["a promise", z.promise(z.string())],
  ])("would answer later: %s", async (_, schema) => {
    expect(await answering(schema)).toEqual({ kind: "late" });
  });

  it("throws, now or later", async () => {
    const failing = z.string().refine(() => Promise.reject(new RangeError("gone")));
    expect(await answering(failing)).toEqual({ kind: "threw", what: "RangeError" });
    expect(await answering(z.object({ a: z.int() }).refine(throwing))).toEqual({ kind: "threw", what: "TypeError" });
  });
});
