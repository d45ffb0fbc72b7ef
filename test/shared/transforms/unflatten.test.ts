import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flatten } from "../../../shared/transforms/flatten.ts";
import { unflatten } from "../../../shared/transforms/unflatten.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("unflatten", {
  body: { "a.b": 1, "a.c": 2, d_e: 3, "f/0": 4 },
  refused: ["_", { separator: "" }, { separator: 1 }, { lists: "drop" }, { depth: 1 }],
});

const step = (options: unknown) => unflatten.create(options, someTools);
const nested = (options: unknown, body: string) => bodies(step(options)(textMessage(body)));

describe("unflatten", () => {
  it("splits names and keeps numbers as written", () => {
    expect(nested({}, '{"a.b":1.0,"a.c.d":12345678901234567890,"e":[{"f.g":1}]}')).toEqual([
      '{"a":{"b":1.0,"c":{"d":12345678901234567890}},"e":[{"f.g":1}]}',
    ]);
  });

  it("makes lists of numbers where it is told to", () => {
    expect(nested({ separator: "_", lists: "number" }, '{"a_0":1,"a_1_b_0":2,"c_1":3}')).toEqual([
      '{"a":[1,{"b":[2]}],"c":{"1":3}}',
    ]);
    expect(nested({ separator: "_" }, '{"a_0":1}')).toEqual(['{"a":{"0":1}}']);
  });

  it("is the way back from flatten", () => {
    const name = fc.stringMatching(/^[a-z_]{1,6}$/);
    const tree = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "small" }, fc.integer(), fc.string(), fc.constant(null), tie("object")),
      object: fc.dictionary(name, tie("value"), { maxKeys: 4 }),
    })).object;
    fc.assert(
      fc.property(tree, (body) => {
        const [flat] = flatten.create({}, someTools)(jsonMessage(body));
        const back = step({})(flat ?? expect.fail("flatten gives one message"));
        expect(bodies(back).map((text) => JSON.parse(text))).toEqual([JSON.parse(JSON.stringify(body))]);
      }),
    );
  });

  it.each(['{"a":1,"a.b":2}', '{"a.b":2,"a":1}', '{"a.b.c":1,"a.b":2}'])(
    "refuses %s: a value has nothing below it",
    (body) => {
      expect(() => nested({}, body)).toThrow(expect.objectContaining({ code: "NAME_TAKEN" }));
    },
  );

  it("refuses a name of too many parts", () => {
    expect(() => nested({}, `{"${"a.".repeat(300)}a":1}`)).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
  });

  it("takes a prototype for a name like any other", () => {
    expect(nested({}, '{"__proto__.x":1,"constructor.prototype.y":2}')).toEqual([
      '{"__proto__":{"x":1},"constructor":{"prototype":{"y":2}}}',
    ]);
  });

  it("hands on the very message where no name has parts", () => {
    const message = textMessage('{ "a" : 1 }');
    expect(step({})(message)[0]).toBe(message);
  });
});
