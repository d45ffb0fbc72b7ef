import { describe, expect, it } from "vitest";
import { timestamp } from "../../../shared/transforms/timestamp.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";

transformSuite("timestamp", {
  body: { placedAt: "2026-01-02T03:04:05Z", items: [{ shippedAt: null }], ts: 1, local: "2026-01-02T03:04:05" },
  refused: [
    undefined,
    {},
    { fields: ["a"] },
    { fields: [], to: "iso" },
    { fields: ["a"], to: "date" },
    { fields: ["a"], to: "iso", zone: "CET" },
    { fields: ["a"], to: "iso", whole: "yes" },
  ],
});

const step = (options: unknown) => timestamp.create(options, someTools);

describe("timestamp", () => {
  it("writes every place that its paths lead to, and no other number", () => {
    const message = textMessage('{"at":"1970-01-01T00:00:01.5Z","list":[{"at":null},{}],"n":1.0}');
    expect(bodies(step({ fields: ["at", "list[*].at", "missing"], to: "epoch-s" })(message))).toEqual([
      '{"at":1.5,"list":[{"at":null},{}],"n":1.0}',
    ]);
  });

  it("hands on the very message where the form is the same already", () => {
    const message = textMessage('{ "at" : "1970-01-01T00:00:01Z" }');
    expect(step({ fields: ["at"], to: "iso" })(message)[0]).toBe(message);
  });

  it("refuses what is no time", () => {
    expect(() => step({ fields: ["at"], to: "iso" })(jsonMessage({ at: "soon" }))).toThrow(
      expect.objectContaining({ name: "TransformError", code: "TIME" }),
    );
  });

  it("refuses a zone for what has none", () => {
    expect(() => step({ fields: ["at"], from: "epoch-s", to: "iso", zone: "Z" })).toThrow(
      "timestamp: zone is for from: iso; epochs are in UTC",
    );
  });
});
