import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);

describe("hopspan init", () => {
  it("writes a fabric that passes check, test and plan as it is, without a warning", async () => {
    const made = await hopspan("init", "fresh");
    const next = ["check", "test", "dev", "plan"].map((verb) => `  npx hopspan ${verb} fresh/fabric.yaml\n`);
    expect(made).toEqual({ code: 0, err: "", out: `wrote fresh/fabric.yaml\nnext:\n${next.join("")}` });
    for (const verb of ["check", "test", "plan"])
      expect(await hopspan(verb, "fresh/fabric.yaml")).toMatchObject({ code: 0, err: "" });
  });

  it("names it after its folder, says what to type, and leads editors to the schema", async () => {
    await hopspan("init", "deep/Our Shop (Zürich)");
    const file = "deep/Our Shop (Zürich)/fabric.yaml";
    const [first = "", ...lines] = readFileSync(join(folder, file), "utf8").split("\n");
    const schema = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? "";
    expect(resolve(folder, dirname(file), schema)).toBe(join(ROOT, "fabric.schema.json"));
    expect(lines).toContain("fabric: our-shop-zurich");
    expect(lines).toContainEqual(
      expect.stringMatching(/^# {3}npx hopspan check 'deep\/Our Shop \(Zürich\)\/fabric\.yaml' /),
    );
    expect(lines.join("\n")).not.toContain("examples/starter");
  });

  it.each([
    ["42", "my-fabric"],
    ["x".repeat(60), "x".repeat(40)],
    ["2. google-feeds--x-", "my-fabric"],
    ["_a$_b-", "a-b"],
  ])("makes a name that a fabric may have of the folder %s", async (name, fabric) => {
    await hopspan("init", name);
    expect(readFileSync(join(folder, name, "fabric.yaml"), "utf8")).toContain(`\nfabric: ${fabric}\n`);
    expect((await hopspan("check", `${name}/fabric.yaml`)).code).toBe(0);
  });

  it("refuses a folder whose name a terminal would obey", async () => {
    const { code, err } = await hopspan("init", "a\n\u001b[2J");
    expect([code, err]).toEqual([2, "hopspan: init takes a folder's name without control characters\n"]);
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
