import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);

describe("hopspan init", () => {
  it("writes a fabric that passes check and test as it is", async () => {
    const made = await hopspan("init", "fresh");
    expect([made.code, made.err, made.out]).toEqual([0, "", expect.stringMatching(/^wrote fresh\/fabric\.yaml\n/)]);
    expect((await hopspan("check", "fresh/fabric.yaml")).code).toBe(0);
    expect((await hopspan("test", "fresh/fabric.yaml")).code).toBe(0);
  });

  it("never writes over a file that is there", async () => {
    await hopspan("init", "kept");
    writeFileSync(join(folder, "kept/fabric.yaml"), "mine");
    const { code, out, err } = await hopspan("init", "kept");
    expect([code, out, err]).toEqual([
      2,
      "",
      expect.stringMatching(/^hopspan: kept\/fabric\.yaml can't be written.*\n$/),
    ]);
    expect(readFileSync(join(folder, "kept/fabric.yaml"), "utf8")).toBe("mine");
  });

  it("ends with 2 where no folder is named, or the name is a file's", async () => {
    expect((await hopspan("init")).code).toBe(2);
    writeFileSync(join(folder, "a-file"), "mine");
    expect((await hopspan("init", "a-file")).code).toBe(2);
    expect(readFileSync(join(folder, "a-file"), "utf8")).toBe("mine");
  });
});
