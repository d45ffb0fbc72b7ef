import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { madeFiles } from "../../../infra/cli/write-schema.ts";

describe("what is made from the fabric file's schema", () => {
  it("is committed as it should be now: npm run schema writes it", async () => {
    const made = await madeFiles();
    const committed = [...made.keys()].map(async (file) => [file, await readFile(file, "utf8")] as const);
    expect([...made.keys()].map((file) => file.replace(/.*\//, ""))).toEqual(["fabric.schema.json", "fabric-file.md"]);
    expect(new Map(await Promise.all(committed))).toEqual(made);
  });
});
