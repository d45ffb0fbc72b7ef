import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../shared/core/errors.ts";
import { loadChain, transforms } from "../../../shared/transforms/index.ts";
import { bodies, jsonMessage, someTools } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

const problemsOf = async (steps: Parameters<typeof loadChain>[0]) => {
  const thrown = await loadChain(steps, someTools).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ConfigError);
  return (thrown as ConfigError).problems.map(({ message }) => message);
};

describe("the transform table", () => {
  it.each(Object.keys(transforms))("has a test that runs the suite for %s", (name) => {
    const test = readFileSync(join(import.meta.dirname, `${name}.test.ts`), "utf8");
    expect(test).toContain(`transformSuite("${name}"`);
  });

  const folder = join(import.meta.dirname, "../../../shared/transforms");
  const typesOnly = ["chain.ts", "define-transform.ts", "validate.ts"];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  // Those between two schemas need them.
  const isOwn = (file: string) => /\b(defineTransform|chain)\(/.test(readFileSync(join(folder, file), "utf8"));
  it.each(files.filter((file) => !typesOnly.includes(file) && !isOwn(file)))("loads no zod with %s", (file) => {
    expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/from "zod/);
  });

  it.each(typesOnly)("loads zod with %s as types only", (file) => {
    const source = readFileSync(join(folder, file), "utf8");
    expect(source.match(/^.*from "zod.*$/gm)).toEqual(['import type { z } from "zod";']);
  });
});

describe("loadChain", () => {
  it("hands on the very message where there are no steps, whatever its body", async () => {
    const chain = await loadChain([], someTools);
    const message = aMessage({ body: Uint8Array.of(0xff) });
    const [same, ...more] = chain(message);
    expect(same).toBe(message);
    expect(more).toEqual([]);
  });

  it("runs the steps in their order, each on what the one before gave", async () => {
    const chain = await loadChain(
      [
        { name: "keep-when", options: 'body.status == "PAID"' },
        { name: "rename", options: { fields: { status: "state" } } },
        { name: "set", options: { fields: { seen: { cel: "body.state" } } } },
      ],
      someTools,
    );
    expect(bodies(chain(jsonMessage({ status: "PAID" })))).toEqual(['{"state":"PAID","seen":"PAID"}']);
    expect(chain(jsonMessage({ status: "NEW" }))).toEqual([]);
  });

  it("takes a step without options", async () => {
    const chain = await loadChain([{ name: "flight-to-row" }], someTools);
    expect(() => chain(jsonMessage({}))).toThrow("does not fit the schema at date: string was expected");
  });

  it("lists the problems of all steps, with a suggestion for a misspelt name", async () => {
    const steps = [{ name: "keepwhen" }, { name: "keep-when", options: "body." }, { name: "__proto__" }];
    expect(await problemsOf(steps)).toEqual([
      "transform keepwhen is not known: did you mean keep-when?",
      "transform keep-when: the expression is wrong at column 6: expected IDENTIFIER, got EOF\n  body.\n       ^",
      `transform __proto__ is not known: known are ${Object.keys(transforms).join(", ")}`,
    ]);
  });
});
