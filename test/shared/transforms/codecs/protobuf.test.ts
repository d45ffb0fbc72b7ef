import { describe, expect, it } from "vitest";
import { protobuf } from "../../../../shared/transforms/codecs/protobuf.ts";

const schema = `
syntax = "proto3";
package shop;
enum Colour { RED = 0; BLUE = 1; }
message Line { string sku = 1; uint32 count = 2; }
message Order {
  string order_id = 1;
  int64 total = 2;
  bytes proof = 3;
  Colour colour = 4;
  repeated Line lines = 5;
  map<string, int32> stock = 6;
  oneof buyer { string name = 7; int32 number = 8; }
  double weight = 9;
  bool paid = 10;
  map<string, Line> by_name = 11;
  uint64 big = 12;
  repeated int32 marks = 13;
  float share = 14;
}`;
const codec = (options: object = {}) => protobuf.create({ schema, message: "shop.Order", ...options });
const parsed = (bytes: Uint8Array, options: object = {}) => {
  const form = codec(options).parse(bytes);
  return "json" in form ? JSON.stringify(form.json) : expect.fail("Protocol Buffers give values");
};
const written = (json: string) => codec().serialize({ bytes: Buffer.from(json) });

describe("protobuf", () => {
  it("carries every kind there and back", () => {
    const body =
      '{"lines":[{"sku":"a","count":2},{"sku":"b"}],"stock":{"k":-1},"by_name":{"x":{"sku":"c"}},"order_id":"o-1",' +
      '"total":"-9223372036854775808","proof":"AAH/","colour":"BLUE","name":"Jane","weight":"NaN","paid":true,' +
      '"big":"18446744073709551615"}';
    expect(JSON.parse(parsed(written(body)))).toEqual(JSON.parse(body));
  });

  it("reads the bytes of the documentation's own example", () => {
    expect(parsed(Buffer.from("109601", "hex"))).toBe('{"total":"150"}');
    expect(Buffer.from(written('{"total":150}')).toString("hex")).toBe("109601");
    expect(Buffer.from(written('{"total":"150"}')).toString("hex")).toBe("109601");
  });

  it("takes a null for an absent field", () => {
    expect(parsed(written('{"order_id":"o","name":null,"number":7}'))).toBe('{"order_id":"o","number":7}');
  });

  it("refuses fields that the schema lacks, at any depth, unless it is told to leave them out", () => {
    const outer = Buffer.from("0a016f980601", "hex");
    expect(() => parsed(outer)).toThrow("the message has a field 99, which the schema has not");
    expect(parsed(outer, { unknownFields: "drop" })).toBe('{"order_id":"o"}');
    const inner = Buffer.from("2a060a0161980600", "hex");
    expect(() => parsed(inner)).toThrow("the message has a field lines.99, which the schema has not");
    const entry = Buffer.from("5a0b0a017812060a0161980600", "hex");
    expect(() => parsed(entry)).toThrow("the message has a field by_name.99, which the schema has not");
  });

  it.each([
    ["[]", "at its top: an object (Order) was expected"],
    ['{"other":1}', "at its top: no name that the schema lacks was expected"],
    ['{"lines":[{"sku":"a","other":1}]}', "at lines[]: no name that the schema lacks was expected"],
    ['{"order_id":7}', "at order_id: string was expected"],
    ['{"total":1.5}', "at total: int64 was expected"],
    ['{"total":9223372036854775808}', "at total: int64 was expected"],
    ['{"total":"abc"}', "at total: int64 was expected"],
    ['{"big":-1}', "at big: uint64 was expected"],
    ['{"number":2147483648}', "at number: int32 was expected"],
    ['{"proof":"!"}', "at proof: bytes was expected"],
    ['{"colour":"GREEN"}', "at colour: a name of Colour was expected"],
    ['{"colour":7}', "at colour: a name of Colour was expected"],
    ['{"lines":{}}', "at lines: a list was expected"],
    ['{"stock":[1]}', "at stock: an object was expected"],
    ['{"stock":{"k":"x"}}', "at stock[]: int32 was expected"],
    ['{"name":"a","number":1}', "at its top: at most one field of buyer was expected"],
    ['{"weight":"heavy"}', "at weight: double was expected"],
    ['{"paid":"true"}', "at paid: bool was expected"],
  ])("refuses to write %s", (body, said) => {
    expect(() => written(body)).toThrow(
      expect.objectContaining({ code: "PROTOBUF", message: `the body does not fit the schema ${said}` }),
    );
  });

  it("refuses text that is not UTF-8, or can't be", () => {
    for (const hex of ["0a01ff", "32050a01ff1001", "2a030a01ff", "5a080a017812030a01ff"])
      expect(() => parsed(Buffer.from(hex, "hex"), { unknownFields: "drop" })).toThrow(
        expect.objectContaining({ code: "NOT_TEXT" }),
      );
    for (const body of ['{"order_id":"\\ud800"}', '{"stock":{"\\udc00":1}}', '{"lines":[{"sku":"\\ud800x"}]}'])
      expect(() => written(body)).toThrow(expect.objectContaining({ code: "NOT_TEXT" }));
  });

  it("refuses a number that would become another", () => {
    for (const body of ['{"weight":1e400}', '{"weight":0.12345678901234567890}', '{"weight":9007199254740993}'])
      expect(() => written(body)).toThrow("at weight: double was expected");
    for (const body of ['{"share":1e39}', '{"share":16777217}', '{"share":1e-60}'])
      expect(() => written(body)).toThrow("at share: float was expected");
    expect(parsed(written('{"weight":1.50,"share":0.5}'))).toBe('{"weight":1.5,"share":0.5}');
  });

  it("carries keys of any type, and refuses those that the type has not", () => {
    const schema = `syntax = "proto3"; message M {
      map<int64, string> a = 1; map<int32, string> b = 2; map<bool, string> c = 3; map<uint64, double> d = 4;
    }`;
    const made = protobuf.create({ schema, message: "M" });
    const json =
      '{"a":{"9007199254740993":"x","-1":"y"},"b":{"-5":"x"},"c":{"true":"x","false":"y"},"d":{"18446744073709551615":"NaN"}}';
    const form = made.parse(made.serialize({ bytes: Buffer.from(json) }));
    expect("json" in form ? form.json : undefined).toEqual(JSON.parse(json));
    for (const [body, said] of [
      ['{"a":{"jane@secret.example":"x"}}', "at a[]: a key of int64 was expected"],
      ['{"b":{"4294967296":"x"}}', "at b[]: a key of int32 was expected"],
      ['{"b":{"01":"x"}}', "at b[]: a key of int32 was expected"],
      ['{"c":{"yes":"x"}}', "at c[]: a key of bool was expected"],
      ['{"d":{"-1":1}}', "at d[]: a key of uint64 was expected"],
    ] as const)
      expect(() => made.serialize({ bytes: Buffer.from(body) })).toThrow(said);
  });

  it("refuses what the schema lacks inside of a group too", () => {
    const schema =
      'syntax = "proto2"; message M { optional group G = 4 { optional string url = 2; } optional int32 n = 5; }';
    const made = protobuf.create({ schema, message: "M" });
    expect(made.parse(Buffer.from("23120161242801", "hex"))).toEqual({ json: { g: { url: "a" }, n: 1 } });
    expect(() => made.parse(Buffer.from("231201611805242801", "hex"))).toThrow("has a field g.3, which the schema");
    expect(() => made.parse(Buffer.from("23120161243001", "hex"))).toThrow("has a field 6, which the schema");
  });

  it("keeps any name in a map", () => {
    expect(parsed(written('{"stock":{"__proto__":1,"constructor":2}}'))).toBe(
      '{"stock":{"__proto__":1,"constructor":2}}',
    );
  });

  it.each([
    ["packed numbers", "6affffffff0f01"],
    ["an item of a list", "2affffffff0f"],
    ["an entry of a map", "32ffffffff0f"],
    ["bytes", "1affffffff0f"],
    ["text", "0affffffff0f"],
    ["groups without an end", "a306".repeat(50_000)],
    ["a group that is not ended", "a306"],
  ])("ends with %s that claim more than there is", (_, hex) => {
    expect(() => parsed(Buffer.from(hex, "hex"))).toThrow(expect.objectContaining({ code: "PROTOBUF" }));
  });

  it("refuses bytes that are no message", () => {
    for (const hex of ["0a05", "ff", "0b", "10ffffffffffffffffffffff"])
      expect(() => parsed(Buffer.from(hex, "hex"))).toThrow(expect.objectContaining({ code: "PROTOBUF" }));
  });

  it("refuses a schema that is none, or lacks the message", () => {
    expect(() => codec({ schema: "message {" })).toThrow("protobuf: the schema is none: ");
    expect(() => codec({ message: "shop.Bill" })).toThrow("protobuf: the schema is none: no such type: shop.Bill");
    expect(() => codec({ schema: 'syntax = "proto3"; message Order { Other o = 1; }', message: "Order" })).toThrow(
      "protobuf: the schema is none: ",
    );
  });

  it.each([
    'syntax = "proto3"; message Order {',
    'syntax = "proto3"; message Order { int32',
    'syntax = "proto3"; message Order { int32 a',
    'syntax = "proto3"; message',
    'syntax = "proto3"; package',
    "syntax =",
  ])("says in its own words that a schema breaks off: %s", (schema) => {
    expect(() => codec({ schema })).toThrow(
      expect.objectContaining({ message: "protobuf: the schema is none: it ends before it is whole" }),
    );
  });

  it("names the line of what else is wrong", () => {
    expect(() => codec({ schema: 'syntax = "proto3";\nmessage Order { int32 a = 1 }' })).toThrow(
      expect.objectContaining({ message: "protobuf: the schema is none: illegal token '}', ';' expected (line 2)" }),
    );
  });
});
