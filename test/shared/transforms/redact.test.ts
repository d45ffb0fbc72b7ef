import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { redact } from "../../../shared/transforms/redact.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("redact", {
  body: {
    customer: { id: "c-1", email: "jane@example.com" },
    card: { number: "4111" },
    items: [{ sku: "a", note: "ring twice" }, { sku: "b" }],
  },
  refused: [
    undefined,
    {},
    "customer.email",
    { fields: "customer.email" },
    { fields: [] },
    { fields: [7] },
    { fields: ["a"], with: "hash" },
    { fields: ["a"], with: { hash: "" } },
    { fields: ["a"], paths: ["b"] },
  ],
});

const step = (options: unknown) => redact.create(options, someTools);
const hmac = (canonical: string) => createHmac("sha256", "docs-only-secret").update(canonical).digest("base64url");

describe("redact", () => {
  it("lets nothing slip by that stands in a body under a name which comes again", () => {
    const twice = textMessage('{"customer":{"email":"jane@x"},"phone":"0151","customer":{},"phone":null}');
    expect(bodies(step({ fields: ["customer.email"] })(twice))).toEqual(['{"customer":{},"phone":null}']);
    expect(bodies(step({ fields: ["phone"], with: { hash: "k" } })(twice))).toEqual(['{"customer":{},"phone":null}']);
    expect(bodies(step({ fields: ["pin"], with: "mask" })(textMessage('{"pin":"1234","pin":"****"}')))).toEqual([
      '{"pin":"****"}',
    ]);
  });

  it("removes fields wherever their paths lead", () => {
    const message = jsonMessage({ a: { b: 1, c: 2 }, list: [{ x: 1, y: 2 }, { y: 3 }], "odd.name": 1 });
    const redacted = step({ fields: ["a.b", "list[*].x", '["odd.name"]'] })(message);
    expect(bodies(redacted)).toEqual(['{"a":{"c":2},"list":[{"y":2},{"y":3}]}']);
  });

  it("puts a keyed hash of the canonical text in the place of any value", () => {
    const message = textMessage('{"email":"jane@example.com","n":1.0,"o":{"b":1e0,"a":[true]},"none":null}');
    const [hashed] = bodies(step({ fields: ["email", "n", "o", "none"], with: { hash: "k" } })(message));
    expect(JSON.parse(hashed ?? "")).toEqual({
      email: hmac('"jane@example.com"'),
      n: hmac("1"),
      o: hmac('{"a":[true],"b":1}'),
      none: null,
    });
  });

  it("gives equal values the same pseudonym in a field and in an attribute, which becomes text", () => {
    const attributes = new Map([
      ["email", { type: "String.mail", value: "jane@example.com" }],
      ["other", text("1")],
    ]);
    const options = { fields: ["email"], attributes: ["email", "absent"], with: { hash: "k" } };
    const [hidden] = step(options)(jsonMessage({ email: "jane@example.com" }, { attributes }));
    const pseudonym = hmac('"jane@example.com"');
    expect(bodies(hidden ? [hidden] : [])).toEqual([JSON.stringify({ email: pseudonym })]);
    expect([...(hidden?.attributes ?? [])]).toEqual([
      ["email", text(pseudonym)],
      ["other", text("1")],
    ]);
  });

  it("puts a mask, or the last four characters, in the place of fields and attributes", () => {
    const attributes = new Map([["card", text("4111-1111-1111-1234")]]);
    const message = jsonMessage({ card: "4111 1111 1111 1234", none: null }, { attributes });
    const [shown] = step({ fields: ["card", "none"], attributes: ["card"], with: "last-four" })(message);
    expect(bodies(shown ? [shown] : [])).toEqual(['{"card":"**** **** **** 1234","none":null}']);
    expect(shown?.attributes.get("card")).toEqual(text("****-****-****-1234"));
    expect(bodies(step({ fields: ["card"], with: "mask" })(message))).toEqual(['{"card":"****","none":null}']);
  });

  it("removes attributes without touching the body", () => {
    const message = aMessage({ body: Uint8Array.of(0xff), attributes: new Map([["a", text("1")]]) });
    expect(step({ attributes: ["a"] })(message)).toEqual([{ ...message, attributes: new Map() }]);
  });

  it("hands on the very message where there is nothing to redact", () => {
    const message = textMessage('{ "customer" : null }');
    const [same] = step({ fields: ["customer.email", "card"] })(message);
    expect(same).toBe(message);
  });

  it("refuses a body of another shape instead of letting the field slip by", () => {
    expect(() => step({ fields: ["customer.email"] })(jsonMessage({ customer: [{ email: "x" }] }))).toThrow(
      expect.objectContaining({
        code: "SHAPE",
        message: "the body does not have the shape of path customer.email: it meets an array",
      }),
    );
  });

  it("refuses a path that is none, and a secret that is not there, before any message comes", () => {
    expect(() => step({ fields: ["a..b"] })).toThrow('path "a..b", column 2: a path such as');
    const secret = () => {
      throw new Error("no such secret");
    };
    expect(() => redact.create({ fields: ["a"], with: { hash: "k" } }, { secret })).toThrow("no such secret");
    expect(() => step({ with: "remove" })).toThrow("redact names no field and no attribute");
  });
});
