import { describe, expect, it } from "vitest";
import { setKey } from "../../../shared/transforms/set-key.ts";
import { jsonMessage, someTools, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("set-key", {
  body: { customer: { id: "c-1" } },
  refused: [undefined, {}, "", 7, { cel: "key" }, "x".repeat(5000)],
  changes: ["orderingKey"],
});

const keys = (expression: string, body: unknown, orderingKey?: string) =>
  setKey
    .create(
      expression,
      someTools,
    )(jsonMessage(body, orderingKey === undefined ? {} : { orderingKey }))
    .map((message) => message.orderingKey);

describe("setKey", () => {
  it("sets the key that the expression gives, as text", () => {
    expect(keys("body.id", { id: "c-1" })).toEqual(["c-1"]);
    expect(keys("body.id", { id: 7 })).toEqual(["7"]);
    expect(keys("body.id > 5", { id: 7 }, "old")).toEqual(["true"]);
    expect(keys('key + "/" + body.id', { id: "c" }, "eu")).toEqual(["eu/c"]);
  });

  it("keeps a whole number beyond 2^53 exact", () => {
    const message = { ...jsonMessage({}), body: Buffer.from('{"id":12345678901234567890}') };
    expect(setKey.create("body.id", someTools)(message)[0]?.orderingKey).toBe("12345678901234567890");
  });

  it("takes the key away for empty text", () => {
    const [message] = setKey.create('""', someTools)(jsonMessage({}, { orderingKey: "k" }));
    expect(message).not.toHaveProperty("orderingKey");
  });

  it.each([[null], [[1]], [{ a: 1 }], [1.5]])("refuses %j for a key", (id) => {
    expect(() => keys("body.id", { id })).toThrow(expect.objectContaining({ code: "EXPRESSION" }));
  });

  it("leaves the body alone", () => {
    const message = jsonMessage({ a: 1 });
    expect(setKey.create('"k"', someTools)(message)[0]?.body).toBe(message.body);
  });
});
