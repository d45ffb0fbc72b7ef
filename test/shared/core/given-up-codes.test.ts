import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GIVEN_UP_CODES } from "../../../shared/core/given-up-codes.ts";

const root = join(import.meta.dirname, "../../..");
const sources = globSync("shared/{core,transforms,brokers}/**/*.ts", { cwd: root })
  .filter((path) => path !== "shared/core/given-up-codes.ts")
  .map((path) => readFileSync(join(root, path), "utf8"))
  .join("\n");

describe("the codes by which messages are given up", () => {
  it("are all there", () => {
    const thrown = [...sources.matchAll(/(?:TransformError|DecodeError|TrailError)\(\s*"([A-Z_]+)"/g)];
    expect(thrown.length).toBeGreaterThan(50);
    expect([...new Set(thrown.map(([, code]) => code))].filter((code) => !GIVEN_UP_CODES.includes(code ?? ""))).toEqual(
      [],
    );
  });

  it("are all in use, and stand there once", () => {
    expect(GIVEN_UP_CODES.filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
    expect([...new Set(GIVEN_UP_CODES)]).toEqual(GIVEN_UP_CODES);
  });
});
