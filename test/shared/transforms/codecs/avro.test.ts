import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { avro } from "../../../../shared/transforms/codecs/avro.ts";

const record = (fields: readonly object[]) => ({ type: "record", name: "Row", namespace: "shop", fields });
const codec = (...fields: readonly object[]) => avro.create({ schema: record(fields) });
const json = (form: ReturnType<ReturnType<typeof codec>["parse"]>) =>
  "json" in form ? JSON.stringify(form.json) : expect.fail("Avro gives values");
const through = (made: ReturnType<typeof codec>, body: string) =>
  json(made.parse(made.serialize({ bytes: Buffer.from(body) })));

const everything = codec(
  { name: "n", type: "long" },
  { name: "i", type: "int" },
  { name: "d", type: "double" },
  { name: "yes", type: "boolean" },
  { name: "b", type: "bytes" },
  { name: "f", type: { type: "fixed", name: "Two", size: 2 } },
  { name: "f2", type: ["null", "Two"], default: null },
  { name: "e", type: { type: "enum", name: "Colour", symbols: ["RED", "BLUE"] } },
  { name: "tags", type: { type: "array", items: "string" } },
  { name: "m", type: { type: "map", values: ["null", "long"] } },
  { name: "inner", type: { type: "record", name: "Inner", fields: [{ name: "x", type: ["null", "string"] }] } },
  { name: "day", type: { type: "int", logicalType: "date" } },
  { name: "price", type: { type: "bytes", logicalType: "decimal", precision: 9, scale: 2 } },
);

describe("avro", () => {
  it("carries every kind there and back, whole numbers exact", () => {
    const body =
      '{"n":9223372036854775807,"i":-5,"d":1.5,"yes":true,"b":"AAH/","f":"AQI=","f2":"AwQ=","e":"BLUE","tags":["a"],' +
      '"m":{"k":-9223372036854775808,"none":null},"inner":{"x":"t"},"day":20455,"price":"AQ=="}';
    expect(through(everything, body)).toBe(body);
  });

  it("reads the bytes of the specification's own example", () => {
    const made = codec({ name: "a", type: "long" }, { name: "b", type: "string" });
    const bytes = Buffer.from("3606666f6f", "hex");
    expect(json(made.parse(bytes))).toBe('{"a":27,"b":"foo"}');
    expect(Buffer.from(made.serialize({ json: { a: 27, b: "foo" } })).toString("hex")).toBe("3606666f6f");
  });

  it("reads back any long and text", () => {
    const made = codec({ name: "n", type: "long" }, { name: "s", type: "string" });
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.string(), (n, s) => {
        const body = `{"n":${n},"s":${JSON.stringify(s)}}`;
        expect(through(made, body)).toBe(body);
      }),
    );
  });

  it("takes a number beyond 2^53 that a double holds exactly", () => {
    expect(through(codec({ name: "n", type: "long" }), '{"n":9007199254740992}')).toBe('{"n":9007199254740992}');
  });

  it("tells a union of like types by its name", () => {
    const made = codec({ name: "u", type: ["float", "double", "string"] });
    expect(through(made, '{"u":{"double":5}}')).toBe('{"u":{"double":5}}');
  });

  it("fills defaults of absent fields", () => {
    const made = codec({ name: "a", type: "string" }, { name: "b", type: ["null", "string"], default: null });
    expect(through(made, '{"a":"x"}')).toBe('{"a":"x","b":null}');
  });

  it.each([
    ['{"a":7}', "at a: string was expected"],
    ["{}", "at a: string was expected"],
    ['{"a":"x","c":1}', "was expected"],
    ['"x"', "at its top: record was expected"],
    ['{"a":"x","b":9223372036854775808}', "at b: "],
    ['{"a":"x","b":1.5}', "at b: "],
  ])("refuses to write %s", (body, said) => {
    const made = codec({ name: "a", type: "string" }, { name: "b", type: "long", default: 0 });
    const attempt = () => made.serialize({ bytes: Buffer.from(body) });
    expect(attempt).toThrow(expect.objectContaining({ code: "AVRO", message: expect.stringContaining(said) }));
  });

  it("refuses bytes that are cut off, too many, or of another schema", () => {
    const made = codec({ name: "a", type: "string" });
    const bytes = Buffer.from(made.serialize({ json: { a: "text" } }));
    for (const wrong of [bytes.subarray(0, 3), Buffer.concat([bytes, Buffer.of(0)]), Buffer.of(), Buffer.of(0x80)])
      expect(() => made.parse(wrong)).toThrow(expect.objectContaining({ code: "AVRO" }));
  });

  it("refuses a number that JSON has no form for", () => {
    const made = codec({ name: "d", type: "double" });
    expect(() => made.parse(Buffer.from("000000000000f87f", "hex"))).toThrow(
      expect.objectContaining({ code: "NO_JSON_VALUE" }),
    );
  });

  it("ends with bytes that claim more than there is", () => {
    const made = codec({ name: "list", type: { type: "array", items: "long" } });
    expect(() => made.parse(Buffer.from("feffffffffffffffff01", "hex"))).toThrow(
      expect.objectContaining({ code: "AVRO" }),
    );
  });

  it.each([
    [{ type: "recrod", name: "R" }, "avro: the schema is none: "],
    [record([{ name: "a", type: "nothing" }]), "avro: the schema is none: "],
    [record([{ name: "a", type: { type: "array", items: "null" } }]), "a list of nothing can't be counted"],
  ])("refuses the schema %j", (schema, said) => {
    expect(() => avro.create({ schema })).toThrow(said);
  });
});
