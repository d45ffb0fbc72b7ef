import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { text } from "../../../shared/core/message.ts";
import { defineTransform, fitting } from "../../../shared/transforms/define-transform.ts";
import { bodies, jsonMessage, someTools, textMessage } from "../../suites/transform-suite.ts";

const count = z.object({ n: z.number() });

describe("defineTransform", () => {
  it("maps one body to one, through both schemas, and keeps all else", () => {
    const input = z.object({ n: z.number().default(5) });
    const { create } = defineTransform({ input, output: count, map: ({ n }) => ({ n: n + 1, more: "stripped" }) });
    const message = jsonMessage({ other: 1 }, { orderingKey: "k", attributes: new Map([["a", text("1")]]) });
    const results = create({}, someTools)(message);
    expect(bodies(results)).toEqual(['{"n":6}']);
    expect(results).toEqual([{ ...message, body: results[0]?.body }]);
  });

  it("drops where map gives undefined", () => {
    const { create } = defineTransform({ input: count, output: count, map: (body) => (body.n > 1 ? body : undefined) });
    expect(create({}, someTools)(jsonMessage({ n: 1 }))).toEqual([]);
    expect(create({}, someTools)(jsonMessage({ n: 2 }))).toHaveLength(1);
  });

  it("makes one message per body that split gives; a list from map is one body", () => {
    const lists = z.array(z.number());
    const split = defineTransform({ input: lists, output: count, split: (body) => body.map((n) => ({ n })) });
    expect(bodies(split.create({}, someTools)(jsonMessage([1, 2])))).toEqual(['{"n":1}', '{"n":2}']);
    const map = defineTransform({ input: lists, output: lists, map: (body) => body.toReversed() });
    expect(bodies(map.create({}, someTools)(jsonMessage([1, 2])))).toEqual(["[2,1]"]);
  });

  it("gives the function the message around the body", () => {
    const output = z.object({ id: z.string(), key: z.string().optional(), tenant: z.string().optional() });
    const { create } = defineTransform({
      input: z.unknown(),
      output,
      map: (_, { id, orderingKey, attributes }) => ({ id, key: orderingKey, tenant: attributes.get("t")?.value }),
    });
    const message = jsonMessage({}, { id: "m", attributes: new Map([["t", text("a")]]) });
    expect(bodies(create({}, someTools)(message))).toEqual(['{"id":"m","tenant":"a"}']);
  });

  it("carries its schemas and their types", () => {
    const part = defineTransform({ input: count, output: count, map: (body) => body, description: "Says." });
    expect(part).toMatchObject({ input: count, output: count, options: { description: "Says." } });
    expectTypeOf(part.input).toEqualTypeOf<typeof count>();
    // @ts-expect-error: map and split exclude each other.
    defineTransform({ input: count, output: count, map: (body) => body, split: (body) => [body] });
    // @ts-expect-error: the result must fit what the output schema takes.
    defineTransform({ input: count, output: count, map: () => ({ n: "1" }) });
  });

  it("gives whole numbers beyond 2^53 as bigint, so that none is rounded, and writes them back exactly", () => {
    const big = z.object({ n: z.bigint() });
    const { create } = defineTransform({ input: big, output: big, map: ({ n }) => ({ n: n + 1n }) });
    expect(bodies(create({}, someTools)(textMessage('{"n":9007199254740993}')))).toEqual(['{"n":9007199254740994}']);
    const plain = defineTransform({ input: count, output: count, map: (body) => body });
    expect(() => plain.create({}, someTools)(textMessage('{"n":9007199254740993}'))).toThrow("n: number was expected");
  });

  it.each([
    ["INPUT", { n: "s3cr3t" }, "the body does not fit the schema at n: number was expected"],
    ["INPUT", "s3cr3t", "the body does not fit the schema at its top: object was expected"],
    ["OUTPUT", { n: 7 }, "the result does not fit the schema at rows[0].n: too small"],
    [
      "NO_JSON_VALUE",
      { n: 8 },
      "the result holds a special object: text, finite numbers, true, false, null were expected",
    ],
  ])("says %s for %j, with the place and never the value", (code, body, message) => {
    const output = z.object({ rows: z.array(z.object({ n: z.number().min(8), set: z.instanceof(Set) })) });
    const map = ({ n }: { n: number }) => ({ rows: [{ n, set: new Set(["s3cr3t"]) }] });
    const step = defineTransform({ input: count, output, map }).create({}, someTools);
    expect(() => step(jsonMessage(body))).toThrow(expect.objectContaining({ code, message }));
  });

  it("names no key of a table, and says where a schema throws", () => {
    const table = z.record(z.string(), z.number());
    const keyed = defineTransform({ input: table, output: table, map: () => JSON.parse('{"s3cr3t":"1"}') });
    const step = keyed.create({}, someTools);
    expect(() => step(jsonMessage({ "jane-s3cr3t": "v" }))).toThrow("the body does not fit the schema at *: number");
    expect(() => step(jsonMessage({}))).toThrow("the result does not fit the schema at *: number was expected");
    const late = defineTransform({ input: z.string().refine(async () => true), output: table, map: () => ({}) });
    expect(() => late.create({}, someTools)(jsonMessage("a"))).toThrow(
      expect.objectContaining({ code: "SCHEMA", message: expect.stringContaining("would answer later") }),
    );
  });
});

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
