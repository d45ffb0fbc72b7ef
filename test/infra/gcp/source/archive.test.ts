import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archive } from "../../../../infra/gcp/source/archive.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-archive-"));
  writeFileSync(join(folder, "index.cjs"), "exports.handler = () => {};");
});
afterAll(() => rmSync(folder, { recursive: true }));

const packed = (files?: Record<string, string>) => archive("pubsub-to-sqs", () => folder, files);
const inside = (bytes: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, text]) => [name, strFromU8(text)]));

describe("the source of a function", () => {
  it("is its bundle, and the framework in the very version that is installed here", () => {
    const files = inside(packed({ "link.json": "{}" }).bytes);
    expect(Object.keys(files)).toEqual(["index.js", "package.json", "package-lock.json", "link.json"]);
    expect(files["index.js"]).toBe("exports.handler = () => {};");
    expect(JSON.parse(files["package.json"] ?? "")).toEqual({
      name: "hopspan-function",
      version: "1.0.0",
      private: true,
      main: "index.js",
      dependencies: { "@google-cloud/functions-framework": "5.0.5" },
    });
    expect(files["package-lock.json"]).not.toContain('"resolved"');
  });

  it("is the same to the byte in every time zone, and named by its content", () => {
    const zone = process.env["TZ"];
    const inZone = (name: string) => {
      process.env["TZ"] = name;
      return packed();
    };
    const [east, west] = [inZone("Pacific/Auckland"), inZone("America/Los_Angeles")];
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
    expect(east).toEqual(west);
    expect(east.name).toMatch(/^pubsub-to-sqs-[0-9a-f]{16}\.zip$/);
    expect(packed({ "link.json": "{}" }).name).not.toBe(east.name);
  });

  it("that is not built is asked for", () => {
    expect(() => archive("pubsub-to-sqs", () => join(folder, "nowhere"))).toThrow(
      "the bundle of pubsub-to-sqs is not built: run npm run build first",
    );
  });
});
