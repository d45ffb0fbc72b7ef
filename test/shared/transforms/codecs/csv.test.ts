import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csv } from "../../../../shared/transforms/codecs/csv.ts";

const bytes = (text: string) => Buffer.from(text);
const codec = (options: object) => csv.create({ names: ["a", "b"], ...options });
const parsed = (text: string, options: object = {}) => {
  const form = codec(options).parse(bytes(text));
  return "json" in form ? JSON.stringify(form.json) : expect.fail("CSV gives values");
};
const written = (json: string, options: object = {}) =>
  Buffer.from(codec(options).serialize({ bytes: bytes(json) })).toString();

describe("csv", () => {
  it.each([
    ["x,y", '{"a":"x","b":"y"}'],
    ["x,y\r\n", '{"a":"x","b":"y"}'],
    ['"x ""1"", z","line\nbreak"', '{"a":"x \\"1\\", z","b":"line\\nbreak"}'],
    [",", '{"a":"","b":""}'],
    ["\ufeffx,y", '{"a":"x","b":"y"}'],
    [" x ,007", '{"a":" x ","b":"007"}'],
  ])("reads %j", (text, json) => {
    expect(parsed(text)).toBe(json);
  });

  it("reads numbers where it is told to, as written, and nothing as null", () => {
    expect(parsed("12345678901234567890,1.0", { numbers: ["a", "b"] })).toBe('{"a":12345678901234567890,"b":1.0}');
    expect(parsed(",x", { numbers: ["a"] })).toBe('{"a":null,"b":"x"}');
    expect(() => parsed("0x10,1", { numbers: ["a"] })).toThrow("field a of a line is no number as JSON writes one");
  });

  it("reads many rows as a list", () => {
    expect(parsed("x;1\ny;2\n", { rows: "many", delimiter: ";" })).toBe('[{"a":"x","b":"1"},{"a":"y","b":"2"}]');
    expect(parsed("", { rows: "many" })).toBe("[]");
  });

  it("takes an empty line for one where lines have one field, and else for none", () => {
    const one = { names: ["a"], rows: "many" };
    expect(parsed("x\n\ny\n", one)).toBe('[{"a":"x"},{"a":""},{"a":"y"}]');
    expect(parsed('x\n\n"y"\n', one)).toBe('[{"a":"x"},{"a":""},{"a":"y"}]');
    expect(parsed("x\n\n", one)).toBe('[{"a":"x"},{"a":""}]');
    expect(parsed("\r\n", { ...one, numbers: ["a"] })).toBe('[{"a":null}]');
    expect(parsed("", one)).toBe("[]");
    expect(parsed("x,1\n\ny,2\n", { rows: "many" })).toBe('[{"a":"x","b":"1"},{"a":"y","b":"2"}]');
  });

  it.each([
    ["x", "a line has 1 fields, 2 were expected"],
    ["x,y,z", "a line has 3 fields, 2 were expected"],
    ["x,y\nz,w", "one line was expected"],
    ["", "one line was expected"],
    ['"x,y', "the body is not CSV: a quote is out of place"],
    ['x"y,z', "the body is not CSV: a quote is out of place"],
  ])("refuses %j", (text, message) => {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ code: "CSV", message }));
  });

  it("writes quotes where they are needed, and nulls and absent fields as nothing", () => {
    expect(written('{"b":"x, \\"y\\"","a":1.0}')).toBe('1.0,"x, ""y"""');
    expect(written('{"a":null}')).toBe(",");
    expect(written('[{"a":true},{"b":12345678901234567890}]', { rows: "many" })).toBe("true,\n,12345678901234567890\n");
    expect(written("[]", { rows: "many" })).toBe("");
    expect(written('{"a":""}', { names: ["a"] })).toBe('""');
  });

  it.each([
    ['{"a":[1]}', "field a holds a list or an object: a line holds text, numbers and truths"],
    ['{"a":1,"c":2}', "the object has 1 fields that the line has no name for"],
    ["[1]", "an object was expected, to become a line"],
  ])("refuses to write %s", (json, message) => {
    expect(() => written(json)).toThrow(expect.objectContaining({ code: "SHAPE", message }));
    expect(() => written(json, { rows: "many" })).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });

  it("reads back any text that it wrote", () => {
    const text = fc.string({ unit: "binary" }).filter((each) => each.isWellFormed());
    const rows = fc.array(fc.record({ a: text, b: text }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (list) => {
        expect(JSON.parse(parsed(written(JSON.stringify(list), { rows: "many" }), { rows: "many" }))).toEqual(list);
      }),
    );
  });

  it("reads back any text in lines of one field", () => {
    const text = fc.string({ unit: "binary" }).filter((each) => each.isWellFormed());
    const options = { names: ["a"], rows: "many" };
    fc.assert(
      fc.property(fc.array(fc.record({ a: text })), (list) => {
        expect(JSON.parse(parsed(written(JSON.stringify(list), options), options))).toEqual(list);
      }),
    );
  });

  it("refuses options that a schema can't tell", () => {
    expect(() => codec({ numbers: ["c"] })).toThrow("csv: numbers has c, which names has not");
    expect(() => codec({ names: ["a", "a"] })).toThrow("csv: names has one name twice");
  });
});
