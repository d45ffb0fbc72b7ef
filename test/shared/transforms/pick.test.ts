import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { pick } from "../../../shared/transforms/pick.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("pick", {
  body: { orderId: "o-1", customer: { id: "c-1", email: "e" }, items: [{ sku: "a", note: "n" }] },
  refused: [
    undefined,
    {},
    "a",
    { fields: "a" },
    { fields: [] },
    { fields: [""] },
    { attributes: [7] },
    { paths: ["a"] },
  ],
});

const step = (options: unknown) => pick.create(options, someTools);
const picked = (fields: readonly string[], body: string) => bodies(step({ fields })(textMessage(body)));

describe("pick", () => {
  it("keeps fields in their order with their numbers as written", () => {
    expect(picked(["b.c", "a"], '{"a":1.0,"b":{"c":12345678901234567890,"d":2},"e":3}')).toEqual([
      '{"a":1.0,"b":{"c":12345678901234567890}}',
    ]);
  });

  it("keeps every item of a list with what is wanted of it", () => {
    expect(picked(["list[*].x"], '{"list":[{"x":1,"y":2},{"y":3},null]}')).toEqual(['{"list":[{"x":1},{},null]}']);
  });

  it("keeps the items that are named by number alone, with what is wanted of every item", () => {
    expect(picked(["list[1]"], '{"list":[1,2,3]}')).toEqual(['{"list":[2]}']);
    expect(picked(["list[0].y", "list[*].x"], '{"list":[{"x":1,"y":2,"z":3},{"x":4,"y":5}]}')).toEqual([
      '{"list":[{"x":1,"y":2},{"x":4}]}',
    ]);
  });

  it("keeps every member of an object", () => {
    expect(picked(["a[*].x", "a.q.y"], '{"a":{"p":{"x":1,"y":2},"q":{"x":3,"y":4}}}')).toEqual([
      '{"a":{"p":{"x":1},"q":{"x":3,"y":4}}}',
    ]);
  });

  it("keeps a whole field where one of the paths names it", () => {
    expect(picked(["a.b", "a"], '{"a":{"b":1,"c":2},"d":3}')).toEqual(['{"a":{"b":1,"c":2}}']);
  });

  it("keeps nothing for a field that is absent, and what stands on the way", () => {
    expect(picked(["a.b", "c.d", "e"], '{"a":{"x":1},"c":null}')).toEqual(['{"a":{},"c":null}']);
  });

  it("keeps attributes without touching the body, and all of them where it names none", () => {
    const attributes = new Map([
      ["a", text("1")],
      ["b", text("2")],
    ]);
    const message = aMessage({ body: Uint8Array.of(0xff), attributes });
    expect(step({ attributes: ["b", "c"] })(message)).toEqual([
      { ...message, attributes: new Map([["b", text("2")]]) },
    ]);
    expect(step({ fields: ["x"] })(jsonMessage({ x: 1 }, { attributes }))[0]?.attributes).toBe(attributes);
  });

  it.each([
    ["a.b", '{"a":[1]}', "an array"],
    ["a.b", '{"a":"text"}', "a string"],
    ["a[0]", '{"a":{"0":1}}', "an object"],
    ["a", "[1]", "an array"],
  ])("refuses %s where the body is %s", (path, body, met) => {
    expect(() => picked([path], body)).toThrow(
      expect.objectContaining({ code: "SHAPE", message: expect.stringContaining(`path ${path}: it meets ${met}`) }),
    );
  });
});
