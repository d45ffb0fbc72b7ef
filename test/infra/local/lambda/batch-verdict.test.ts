import { describe, expect, it } from "vitest";
import { batchVerdict } from "../../../../infra/local/lambda/batch-verdict.ts";
import { functionError } from "../../../../infra/local/lambda/invocation.ts";

const verdictOf = (payload: unknown) => batchVerdict(new Set(["a", "b"]), { kind: "ok", payload });
const failures = (...items: unknown[]) => ({ batchItemFailures: items });

describe("batchVerdict", () => {
  it.each([
    ["null", null],
    ["nothing", undefined],
    ["an empty object", {}],
    ["an empty list", failures()],
    ["a null list", { batchItemFailures: null }],
  ])("takes %s for success", (_, payload) => {
    expect(verdictOf(payload)).toEqual({ kind: "partial", failed: new Set() });
  });

  it.each([
    ["one", failures({ itemIdentifier: "a" }), ["a"]],
    ["all", failures({ itemIdentifier: "a" }, { itemIdentifier: "b" }), ["a", "b"]],
    ["one twice", failures({ itemIdentifier: "b" }, { itemIdentifier: "b" }), ["b"]],
    ["one, beside other keys", { ...failures({ itemIdentifier: "a", more: 1 }), more: 1 }, ["a"]],
  ])("takes what is named for failed: %s", (_, payload, failed) => {
    expect(verdictOf(payload)).toEqual({ kind: "partial", failed: new Set(failed) });
  });

  it.each([
    ["an unknown id", failures({ itemIdentifier: "a" }, { itemIdentifier: "c" })],
    ["an empty id", failures({ itemIdentifier: "" })],
    ["a null id", failures({ itemIdentifier: null })],
    ["an id that is no text", failures({ itemIdentifier: 1 })],
    ["a wrong key", failures({ itemIdentifer: "a" })],
    ["no object", failures("a")],
    ["null for an item", failures(null)],
    ["a list that is none", { batchItemFailures: { itemIdentifier: "a" } }],
    ["another reply", { statusCode: 200 }],
    ["text", "done"],
    ["empty text", ""],
    ["a bare list", []],
  ])("fails the whole batch for %s", (_, payload) => {
    expect(verdictOf(payload)).toEqual({ kind: "whole" });
  });

  it("fails the whole batch where the function has failed", () => {
    expect(batchVerdict(new Set(["a"]), functionError("Error", "no"))).toEqual({ kind: "whole" });
  });
});
