import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);

describe("hopspan init", () => {
  it("writes a fabric that passes check and test as it is", async () => {
    const made = await hopspan("init", "fresh");
    const next = ["check", "test", "dev"].map((verb) => `  npx hopspan ${verb} fresh/fabric.yaml\n`);
    expect(made).toEqual({ code: 0, err: "", out: `wrote fresh/fabric.yaml\nnext:\n${next.join("")}` });
    expect((await hopspan("check", "fresh/fabric.yaml")).code).toBe(0);
    expect((await hopspan("test", "fresh/fabric.yaml")).code).toBe(0);
  });

  it("makes the folders around it, and says a path with spaces as a shell wants it", async () => {
    const { code, out } = await hopspan("init", "a/b/it's mine");
    expect([code, out]).toEqual([0, expect.stringContaining("  npx hopspan check 'a/b/it'\\''s mine/fabric.yaml'\n")]);
    expect((await hopspan("check", "a/b/it's mine/fabric.yaml")).code).toBe(0);
  });

  it.skipIf(!existsSync("/proc/self"))("ends with 2 and one line where no folder can be made", async () => {
    const why = "no folder can be made there; name another place";
    expect(await hopspan("init", "/proc/none/deeper")).toEqual({
      code: 2,
      out: "",
      err: `hopspan: /proc/none/deeper/fabric.yaml can't be written: ${why}\n`,
    });
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
