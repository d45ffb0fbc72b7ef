import { describe, expect, it } from "vitest";
import { flatten } from "../../../shared/transforms/flatten.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("flatten", {
  body: { a: { b: 1, c: { d: [1, { e: 2 }] } }, f: 3 },
  refused: ["_", { separator: "" }, { separator: 1 }, { lists: "drop" }, { depth: 1 }],
});

const step = (options: unknown) => flatten.create(options, someTools);
const flat = (options: unknown, body: string) => bodies(step(options)(textMessage(body)));

describe("flatten", () => {
  it("joins names and keeps numbers as written", () => {
    expect(flat({}, '{"a":{"b":1.0,"c":{"d":12345678901234567890}},"e":[{"f":1}]}')).toEqual([
      '{"a.b":1.0,"a.c.d":12345678901234567890,"e":[{"f":1}]}',
    ]);
  });

  it("numbers the items of lists where it is told to", () => {
    expect(flat({ separator: "_", lists: "number" }, '{"a":[1,{"b":[2]}]}')).toEqual(['{"a_0":1,"a_1_b_0":2}']);
  });

  it("loses no empty object and no empty list", () => {
    expect(flat({ lists: "number" }, '{"a":{"b":{},"c":[]},"d":null}')).toEqual(['{"a.b":{},"a.c":[],"d":null}']);
  });

  it("hands on the very message where nothing is nested", () => {
    const message = textMessage('{ "a" : 1, "b" : {}, "c" : [1] }');
    expect(step({})(message)[0]).toBe(message);
  });

  it("refuses two fields that would get one name", () => {
    expect(() => flat({}, '{"a.b":1,"a":{"b":2}}')).toThrow(expect.objectContaining({ code: "NAME_TAKEN" }));
  });

  it("refuses names that would fill the memory", () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [String(at), 0]));
    expect(() => step({})(jsonMessage({ ["x".repeat(10_000)]: wide }))).toThrow(
      expect.objectContaining({ code: "TOO_LARGE" }),
    );
  });

  it("refuses a body that is no object", () => {
    expect(() => flat({}, "[1]")).toThrow(expect.objectContaining({ code: "SHAPE" }));
  });
});
