import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { kubemqText } from "../../../support/kubemq-fixtures.ts";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const PLACES = ["--account", "111122223333", "--region", "eu-west-1", "--project", "my-project"];
const ALL = [...PLACES, "--google-region", "europe-west1"];

write("config.yaml", kubemqText("bridge.yaml"));

describe("hopspan import kubemq", () => {
  it("prints a fabric, and on standard error what has no counterpart", async () => {
    write("bridge.yaml", kubemqText("bridge.yaml"));
    expect(await hopspan("import", "kubemq", "bridge.yaml", ...ALL)).toEqual({
      code: 0,
      out: kubemqText("bridge.fabric.yaml"),
      err: `${kubemqText("bridge.notes.txt")}1 binding: 1 hop, 15 notes\n`,
    });
  });

  it("writes a file that passes check, with the schema where editors find it, and never over one", async () => {
    const made = await hopspan(
      "import",
      "kubemq",
      "config.yaml",
      "--out",
      "fabric.yaml",
      ...ALL,
      "--name",
      "shop",
      "--google",
      "kubemq-warehouse-grpc.kubemq.svc.cluster.local",
      "--project-number",
      "42",
    );
    expect([made.code, made.out]).toEqual([0, "wrote fabric.yaml\nnext:\n  npx hopspan check fabric.yaml\n"]);
    const text = readFileSync(join(folder, "fabric.yaml"), "utf8");
    const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? "";
    expect(resolve(folder, dirname("fabric.yaml"), schema)).toBe(join(ROOT, "fabric.schema.json"));
    expect(text).toContain("\nfabric: shop\n");
    expect(text).toContain('gcp: { project: my-project, projectNumber: "42", region: europe-west1 }');
    expect(await hopspan("check", "fabric.yaml")).toMatchObject({ code: 0, err: "" });
    const again = await hopspan("import", "kubemq", "config.yaml", "--out", "fabric.yaml");
    expect([again.code, again.out]).toEqual([2, ""]);
    expect(again.err).toContain("hopspan: fabric.yaml can't be written: it is there already\n");
    expect(readFileSync(join(folder, "fabric.yaml"), "utf8")).toBe(text);
  });

  it("ends with 1 where bindings are left out, and writes nothing where all are", async () => {
    write("some.yaml", kubemqText("request-reply.yaml"));
    const some = await hopspan("import", "kubemq", "some.yaml", ...ALL, "--google", "a:50000,b");
    expect([some.code, some.err.split("\n").at(-2)]).toEqual([1, "3 bindings: 2 hops, 1 left out, 3 notes"]);
    expect(some.out).toContain("# Cluster b:50000: Google Cloud, as --google says.\n");
    const lines = kubemqText("request-reply.yaml").split("\n");
    write("none.yaml", lines.slice(0, 8).join("\n"));
    const none = await hopspan("import", "kubemq", "none.yaml", "--out", "none.fabric.yaml");
    expect([none.code, none.out]).toEqual([1, ""]);
    expect(none.err).toMatch(/hopspan: 1 binding: 0 hops, 1 left out, 1 note: there is nothing to write\n$/);
    expect(() => readFileSync(join(folder, "none.fabric.yaml"))).toThrow("ENOENT");
  });

  it("takes what kubectl prints from standard input", async () => {
    const { code, out } = await runCommand(folder, ["import", "kubemq", "-", ...ALL], kubemqText("connector.yaml"));
    expect([code, out]).toEqual([0, kubemqText("connector.fabric.yaml").replace("connector.yaml", "-")]);
  });

  it("ends with 2 and every place for a file that KubeMQ would refuse, and writes nothing", async () => {
    const names = Array.from({ length: 40 }, (_, at) => `  - name: b${at}\n`);
    write("bad.yaml", `bindings:\n${names.join("")}`);
    const bad = await hopspan("import", "kubemq", "bad.yaml", "--out", "bad.fabric.yaml");
    expect([bad.code, bad.out]).toEqual([2, ""]);
    expect(bad.err.match(/^bad\.yaml:\d+:\d+: .*(sources|targets) are missing/gm)?.length).toBe(80);
    expect(() => readFileSync(join(folder, "bad.fabric.yaml"))).toThrow("ENOENT");
  });

  it.each([
    [["import"], "import takes a system and one file: npx hopspan import kubemq FILE"],
    [["import", "rabbit", "config.yaml"], "import takes a system and one file: npx hopspan import kubemq FILE"],
    [["import", "kubemq", "config.yaml", "--account", "12"], "--account must be 12 digits in quotes"],
    [["import", "kubemq", "config.yaml", "--name", "No"], "--name must be a name: a lower-case letter"],
    [["import", "kubemq", "config.yaml", "--out", "no/f.yaml"], "no/f.yaml can't be written: there is no such folder"],
  ])("ends with 2 and one line for %j", async (words, expected) => {
    const { code, err } = await hopspan(...words);
    expect([code, err.split("\n").at(-2)]).toEqual([2, expect.stringContaining(`hopspan: ${expected}`)]);
  });

  it.each([
    ["gone.yaml", undefined, "gone.yaml: there is no such file\n"],
    ["large.yaml", "#".repeat(4_000_001), "hopspan: large.yaml has more than 4000000 bytes, as no binding file has\n"],
    ["latin.yaml", Buffer.from([0x61, 0xe4]), "latin.yaml: is not UTF-8 text: save it as UTF-8\n"],
  ])("ends with 2 for a file that can't be read: %s", async (name, bytes, err) => {
    if (bytes !== undefined) writeFileSync(join(folder, name), bytes);
    expect(await hopspan("import", "kubemq", name)).toEqual({ code: 2, out: "", err });
  });
});
