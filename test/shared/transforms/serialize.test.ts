import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parse } from "../../../shared/transforms/parse.ts";
import { serialize } from "../../../shared/transforms/serialize.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("serialize", {
  body(example: string | { readonly format: string; readonly rows?: string }) {
    if (typeof example === "string") return {};
    if (example.rows === "many") return [{ sku: "a", payload: 1 }];
    return example.format === "avro" ? { sku: "a", count: 1 } : { payload: { note: "n" } };
  },
  refused: [undefined, {}, "csv", "xml", { format: "avro" }, { format: "csv" }, { format: "gzip", alphabet: "url" }],
  writesBytes: true,
});

const step = (options: unknown) => serialize.create(options, someTools);

describe("serialize", () => {
  it("writes a whole body, and leaves the rest of the message alone", () => {
    const message = aMessage({ body: Buffer.from("any bytes"), orderingKey: "k" });
    const [packed] = step("gzip")(message);
    expect({ ...packed, body: gunzipSync(packed?.body ?? "") }).toEqual(message);
  });

  it("writes fields wherever the path leads, numbers as written", () => {
    const message = textMessage('{"list":[{"p":{"n":1.0}},{"p":null},{}]}');
    expect(bodies(step({ format: "json", at: "list[*].p" })(message))).toEqual([
      '{"list":[{"p":"{\\"n\\":1.0}"},{"p":null},{}]}',
    ]);
  });

  it.each([
    { format: "json", at: "p" },
    { format: "base64", at: "p.q" },
    { format: "gzip", at: "p.q" },
    { format: "csv", names: ["q"], at: "p" },
    { format: "avro", schema: { type: "record", name: "P", fields: [{ name: "q", type: "string" }] }, at: "p" },
    { format: "protobuf", schema: 'syntax = "proto3"; message P { string q = 1; }', message: "P", at: "p" },
  ])("is undone by parse with %j", (options) => {
    const message = jsonMessage({ p: { q: "ä, text" }, n: 1 });
    const there = step(options)(message);
    expect(bodies(there)).not.toEqual(bodies([message]));
    expect(bodies(there.flatMap(parse.create(options, someTools)))).toEqual(bodies([message]));
  });

  it("refuses text that UTF-8 can't write", () => {
    expect(() => step({ format: "base64", at: "p" })(textMessage('{"p":"\\ud800"}'))).toThrow(
      "the text holds half a character",
    );
  });
});
