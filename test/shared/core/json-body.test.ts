import { describe, expect, it } from "vitest";
import { jsonBody, plainJson, withJsonBody } from "../../../shared/core/json-body.ts";
import { aMessage } from "../../support/a-message.ts";

const utf8 = (text: string) => aMessage({ body: new TextEncoder().encode(text) });
const textOf = ({ body }: { readonly body: Uint8Array }) => new TextDecoder().decode(body);

describe("jsonBody", () => {
  it("parses a body once, however often and by whichever message it is asked for", () => {
    const message = utf8('{"a":1}');
    expect(jsonBody(message)).toEqual({ a: 1 });
    expect(jsonBody({ ...message, id: "other" })).toBe(jsonBody(message));
    expect(plainJson(message)).toBe(jsonBody(message));
  });

  it("skips a byte order mark", () => {
    expect(jsonBody(utf8('\ufeff{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ["an empty body", Uint8Array.of(), "the body is empty, where this transform expects JSON"],
    [
      "bytes that are no UTF-8",
      Uint8Array.of(0x22, 0xff, 0x22),
      "the body is not UTF-8 text, where this transform expects JSON",
    ],
    ["a text that is no JSON", Buffer.from("s3cr3t"), "the body is not JSON, which this transform expects"],
  ])("refuses %s without quoting it", (_, body, message) => {
    expect(() => jsonBody(aMessage({ body }))).toThrow(
      expect.objectContaining({ name: "TransformError", code: "NOT_JSON", message }),
    );
  });
});

describe("plainJson", () => {
  it("gives plain numbers once, also for a body that a step has written", () => {
    const message = utf8('{"a":1.0,"b":12345678901234567890,"c":null}');
    expect(plainJson(message)).toEqual({ a: 1, b: 12345678901234567890n, c: null });
    expect(plainJson(message)).toBe(plainJson(message));
    expect(plainJson(withJsonBody(message, [jsonBody(message)]))).toEqual([plainJson(message)]);
    expect(plainJson(utf8("null"))).toBe(null);
  });
});

describe("withJsonBody", () => {
  it("writes compact JSON with every number as it came, which the next step need not parse", () => {
    const message = utf8('{ "a": 1.0, "\\u0062": "\\ud800" }');
    const value = { wrapped: jsonBody(message) };
    const written = withJsonBody(message, value);
    expect(textOf(written)).toBe('{"wrapped":{"a":1.0,"b":"\\ud800"}}');
    expect(jsonBody(written)).toBe(value);
    expect({ ...written, body: message.body }).toEqual(message);
  });

  it("hands on the very message, white space and all, where the value is what it has", () => {
    const message = utf8('{ "a" : 1 }');
    expect(withJsonBody(message, jsonBody(message))).toBe(message);
  });
});
