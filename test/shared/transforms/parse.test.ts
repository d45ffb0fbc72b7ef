import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parse } from "../../../shared/transforms/parse.ts";
import { serialize } from "../../../shared/transforms/serialize.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

const written = (options: unknown, body: unknown) =>
  serialize.create(options, someTools)(jsonMessage(body))[0]?.body ?? expect.fail("serialize gives one message");
type Example = string | { readonly format: string };

transformSuite("parse", {
  body(example: Example) {
    const format = typeof example === "string" ? example : example.format;
    if (format === "gzip") return gzipSync("{}");
    if (format === "json") return { payload: '{"a":1}' };
    if (format === "csv") return Buffer.from("a,1");
    return written(example, { sku: "a" });
  },
  refused: [
    undefined,
    {},
    "csv",
    "xml",
    { format: "xml" },
    { format: "csv" },
    { format: "json", names: ["a"] },
    { at: "a" },
  ],
  writesBytes: true,
});

const step = (options: unknown) => parse.create(options, someTools);

describe("parse", () => {
  it("reads a whole body, and leaves the rest of the message alone", () => {
    const message = aMessage({ body: gzipSync('{ "a" : 1 }'), orderingKey: "k" });
    const [read] = step("gzip")(message);
    expect(read).toEqual({ ...message, body: Buffer.from('{ "a" : 1 }') });
    expect(bodies(step({ format: "csv", names: ["a"] })(textMessage("x")))).toEqual(['{"a":"x"}']);
  });

  it("reads fields wherever the path leads", () => {
    const message = textMessage('{"list":[{"p":"{\\"n\\":1.0}"},{"p":null},{}]}');
    expect(bodies(step({ format: "json", at: "list[*].p" })(message))).toEqual([
      '{"list":[{"p":{"n":1.0}},{"p":null},{}]}',
    ]);
  });

  it("reads bytes in a field from base64", () => {
    const message = jsonMessage({ p: gzipSync("text").toString("base64"), q: "dGV4dA" });
    const read = step({ format: "gzip", at: "p" })(message).flatMap(step({ format: "base64", at: "q" }));
    expect(bodies(read)).toEqual(['{"p":"text","q":"text"}']);
  });

  it("refuses a field that is no text, and bytes that no JSON holds", () => {
    expect(() => step({ format: "json", at: "p" })(jsonMessage({ p: 1 }))).toThrow(
      "text was expected in the field to be parsed",
    );
    expect(() => step({ format: "base64", at: "p" })(jsonMessage({ p: "/w==" }))).toThrow(
      expect.objectContaining({ code: "NOT_TEXT" }),
    );
  });

  it("refuses a format that is not there", () => {
    expect(() => step({ format: "toString" })).toThrow(
      "format toString is not known: known are json, base64, gzip, csv, avro, protobuf",
    );
  });
});
