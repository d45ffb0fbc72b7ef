import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleAsset } from "../../../infra/aws/bundle-asset.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-test-"));
  for (const name of ["one", "two", "none"]) mkdirSync(join(folder, name));
  for (const name of ["one", "two"]) writeFileSync(join(folder, name, "index.cjs"), "exports.handler = 1;\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const aStack = () => new Stack(new App({ outdir: join(folder, "out"), builtinCloudFormationValidation: false }), "s");
const from = (name: string) => () => join(folder, name);

describe("a bundle as an asset", () => {
  it("is one per stack for all functions that are told the same files", () => {
    const stack = aStack();
    const asset = bundleAsset(stack, from("one"), "sqs-to-sqs", {});
    expect(bundleAsset(stack, from("one"), "sqs-to-sqs", {})).toBe(asset);
    expect(bundleAsset(stack, from("one"), "sqs-to-sqs", { "link.json": "{}" })).not.toBe(asset);
  });

  it("has the files beside the bundle", () => {
    const asset = bundleAsset(aStack(), from("one"), "sqs-to-sqs", { "link.json": "{}" });
    const staged = join(folder, "out", asset.assetPath);
    expect(readdirSync(staged)).toEqual(["index.cjs", "link.json"]);
    expect(readFileSync(join(staged, "link.json"), "utf8")).toBe("{}");
  });

  it("has a hash of what is in it, wherever it lay", () => {
    const [one, two] = ["one", "two"].map((name) => bundleAsset(aStack(), from(name), "sqs-to-sqs", { a: "1" }));
    expect(one?.assetHash).toBe(two?.assetHash);
    expect(one?.assetHash).not.toBe(bundleAsset(aStack(), from("two"), "sqs-to-sqs", { a: "2" }).assetHash);
  });

  it("that is not built is refused, with the command that builds it", () => {
    expect(() => bundleAsset(aStack(), from("none"), "sqs-to-sqs", {})).toThrow(
      "the bundle of sqs-to-sqs is not built: run npm run build first",
    );
  });
});
