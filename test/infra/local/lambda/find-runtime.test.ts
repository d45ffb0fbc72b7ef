import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { findRuntime } from "../../../../infra/local/lambda/find-runtime.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "hopspan-runtime-")));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("finds AWS's own runtime where a folder's programs would, and nothing where it is not installed", () => {
  expect(findRuntime(folder)).toBe(undefined);
  const place = join(folder, "node_modules/aws-lambda-ric");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name: "aws-lambda-ric", main: "index.mjs" }));
  writeFileSync(join(place, "index.mjs"), "");
  expect(findRuntime(folder)).toBe(join(place, "index.mjs"));
});
