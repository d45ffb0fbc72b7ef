import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TransformError } from "../../../../shared/core/errors.ts";
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
    ["a list", { type: "array", items: "string" }, "feffffff0f00"],
    ["a map", { type: "map", values: "string" }, "feffffff0f00"],
    ["a list in a list", { type: "array", items: { type: "array", items: "int" } }, "02feffffff0f00"],
    ["a list in a union", ["null", { type: "array", items: "int" }], "02feffffff0f00"],
    ["a block with its size", { type: "array", items: "string" }, "ffffffff0f0400"],
    ["a block of the lowest count", { type: "array", items: "string" }, "ffffffffffffffffff010200"],
    ["a block of another size", { type: "array", items: "int" }, "0104020000"],
    ["a block of no size", { type: "array", items: "int" }, "01010200"],
    ["a list of empty records", { type: "array", items: ["null", "string"] }, "feffffff0f00"],
    ["text", "string", "feffffff0f61"],
    ["text of a length below none", "string", "01"],
    ["bytes", "bytes", "feffffff0f61"],
    ["a type of a union that it has not", ["null", "string"], "04"],
    ["a name of an enum that it has not", { type: "enum", name: "E", symbols: ["A"] }, "02"],
    ["a truth that is none", "boolean", "02"],
    ["an int of more than 32 bits", "int", "8080808020"],
    ["a long of more than 64 bits", "long", "80808080808080808002"],
    ["a number without an end", "long", "ffffffffffffffffffffff"],
  ])("makes no room for what %s claims", (_, type, hex) => {
    const made = codec({ name: "n", type });
    expect(() => made.parse(Buffer.from(hex, "hex"))).toThrow(expect.objectContaining({ code: "AVRO" }));
  });

  it("counts what takes no bytes", () => {
    const nothing = { type: "record", name: "Nothing", fields: [{ name: "x", type: "null" }] };
    const made = codec({ name: "one", type: nothing }, { name: "list", type: { type: "array", items: "Nothing" } });
    expect(json(made.parse(Buffer.from("0400", "hex")))).toBe('{"one":{"x":null},"list":[{"x":null},{"x":null}]}');
    expect(() => made.parse(Buffer.from("80897a00", "hex"))).toThrow(expect.objectContaining({ code: "AVRO" }));
  });

  it("refuses a datum that is nested without an end", () => {
    const made = codec({ name: "next", type: ["null", "Row"] });
    expect(() => made.parse(Buffer.alloc(100_000, 2))).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
    const endless = codec({ name: "next", type: "Row" });
    expect(() => endless.parse(Buffer.of())).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
  });

  it("reads blocks with and without their size as one list", () => {
    const made = codec({ name: "n", type: { type: "array", items: "int" } });
    expect(json(made.parse(Buffer.from("02020304040600", "hex")))).toBe('{"n":[1,2,3]}');
  });

  it("ends with any bytes by a value or a named error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          everything.parse(bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(TransformError);
        }
      }),
    );
  });

  it("keeps any name in a map", () => {
    const made = codec({ name: "m", type: { type: "map", values: "int" } });
    expect(through(made, '{"m":{"__proto__":1,"constructor":2}}')).toBe('{"m":{"__proto__":1,"constructor":2}}');
  });

  it("names the place of a misfit in the schema's words, never in the message's", () => {
    const inner = { type: "record", name: "Inner", fields: [{ name: "x", type: "int" }] };
    const made = codec(
      { name: "i", type: { type: "map", values: "int" }, default: {} },
      { name: "u", type: ["null", { type: "map", values: inner }], default: null },
      { name: "w", type: ["int", "float", { type: "array", items: "int" }], default: 0 },
    );
    const said = (body: string) => {
      try {
        made.serialize({ bytes: Buffer.from(body) });
      } catch (thrown) {
        return (thrown as Error).message.replace("the body does not fit the Avro schema ", "");
      }
      return "nothing";
    };
    expect(said('{"i":{"jane@secret.example":"x"}}')).toBe("at i[]: int was expected");
    expect(said('{"u":{"jane@secret.example":{"x":"y"}}}')).toBe("at u[].x: int was expected");
    expect(said('{"u":{"jane@secret.example":{"x":1,"jane":2}}}')).toBe(
      "at u[]: record without fields that the schema lacks was expected",
    );
    expect(said('{"w":{"array":[1,"x"]}}')).toBe("at w[]: int was expected");
    expect(said('{"w":{"jane":1}}')).toBe("at w: one of the union's types as { TYPE: value } was expected");
    expect(said('{"u":"x"}')).toBe("at u: one of the union's types was expected");
  });

  it("refuses a value that two types of a union take", () => {
    const made = codec({ name: "u", type: ["long", "double"] });
    expect(through(made, '{"u":1.5}')).toBe('{"u":1.5}');
    expect(() => made.serialize({ bytes: Buffer.from('{"u":5}') })).toThrow(
      expect.objectContaining({ code: "AVRO", message: expect.stringContaining("exactly one of the union's types") }),
    );
  });

  it("refuses text that is not UTF-8, or can't be", () => {
    const made = codec(
      { name: "s", type: "string", default: "" },
      { name: "m", type: { type: "map", values: "int" }, default: {} },
    );
    for (const hex of ["02ff00", "000202ff0200"])
      expect(() => made.parse(Buffer.from(hex, "hex"))).toThrow(expect.objectContaining({ code: "NOT_TEXT" }));
    for (const body of ['{"s":"\\ud800"}', '{"m":{"\\udc00":1}}'])
      expect(() => made.serialize({ bytes: Buffer.from(body) })).toThrow(expect.objectContaining({ code: "NOT_TEXT" }));
  });

  it("refuses a number that would become another", () => {
    const made = codec({ name: "d", type: "double", default: 0 }, { name: "f", type: "float", default: 0 });
    for (const body of ['{"d":1e400}', '{"d":0.12345678901234567890}', '{"d":9007199254740993}'])
      expect(() => made.serialize({ bytes: Buffer.from(body) })).toThrow("at d: double was expected");
    for (const body of ['{"f":16777217}', '{"f":1e39}', '{"f":1e-60}'])
      expect(() => made.serialize({ bytes: Buffer.from(body) })).toThrow("at f: float was expected");
    expect(through(made, '{"d":1.0,"f":16777216}')).toBe('{"d":1,"f":16777216}');
  });

  it.each([
    [{ type: "recrod", name: "R" }, "avro: the schema is none: "],
    [record([{ name: "a", type: "nothing" }]), "avro: the schema is none: "],
    [record([{ name: "a", type: { type: "array", items: "null" } }]), "a list of nothing can't be counted"],
  ])("refuses the schema %j", (schema, said) => {
    expect(() => avro.create({ schema })).toThrow(said);
  });
});
