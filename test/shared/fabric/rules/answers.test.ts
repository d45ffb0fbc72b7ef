import { describe, expect, it } from "vitest";
import { z } from "zod";
import { unansweringSchemas } from "../../../../shared/fabric/rules/answers.ts";
import type { SchemaTable } from "../../../../shared/fabric/rules/schemas.ts";
import type { TransformTable } from "../../../../shared/fabric/rules/transforms.ts";
import { defineTransform } from "../../../../shared/transforms/define-transform.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { validate } from "../../../../shared/transforms/validate.ts";
import { aFabric, said } from "../a-fabric.ts";

const late = z.object({ a: z.string().refine(async () => true) });
const schemas: SchemaTable = {
  good: async () => z.object({ a: z.string().transform(Number) }),
  late: async () => late,
  throws: async () =>
    z.object({ a: z.string() }).refine(() => {
      throw new RangeError("s3cr3t");
    }),
  broken: () => Promise.reject(new SyntaxError("unexpected token")),
};
const steps: TransformTable = {
  ...transforms,
  validate: (options) => validate(options, schemas),
  mine: async () => defineTransform({ input: z.unknown(), output: late, map: () => ({ a: "a" }) }),
};
const found = async (schema: string, transforms: readonly unknown[] = []) => {
  const endpoints = { orders: { sqs: "orders", schema }, feed: { pubsub: "feed" } };
  const fabric = aFabric(endpoints, { hop: { from: "orders", to: "feed", transforms } });
  return said(await unansweringSchemas(fabric, { steps, schemas }));
};

describe("schemas along a hop", () => {
  it("pass where they answer at once, and where other rules have something to say", async () => {
    expect(await found("good", [{ validate: "good" }, { pick: { fields: ["a"] } }])).toEqual([]);
    expect(await found("broken")).toEqual([]);
    expect(await found("gone", ["nonsense", { validate: "gone" }])).toEqual([]);
  });

  it("are an error where they answer later, wherever a message meets them", async () => {
    const why = "answers later, and every message would be dead: leave out what is async";
    expect(await found("late")).toEqual([`error SCHEMA: schema late ${why}`]);
    expect(await found("good", [{ validate: "late" }, "mine"])).toEqual([
      `error SCHEMA: a schema of transform validate ${why}`,
      `error SCHEMA: a schema of transform mine ${why}`,
    ]);
  });

  it("are a warning where they throw of a body made for them, without a word of what", async () => {
    expect(await found("throws")).toEqual([
      "warning SCHEMA: schema throws threw a RangeError of a body made for it: let it refuse instead, by false or an issue",
    ]);
  });
});
