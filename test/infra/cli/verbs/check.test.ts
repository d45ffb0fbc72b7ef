import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);
const example = (name: string) => join(ROOT, "examples", name, "fabric.yaml");

describe("hopspan check", () => {
  it("says in one line that a fabric is sound, and how many endpoints no line of the file names", async () => {
    const out = `${example("starter")}: sound: 3 endpoints (1 for dead letters), 1 hop, 1 link\n`;
    expect(await hopspan("check", example("starter"))).toEqual({ code: 0, out, err: "" });
  });

  it("ends with 0 where there are warnings only", async () => {
    const fabric = [
      'aws: { account: "111122223333", region: eu-west-1 }',
      "fabric: shop",
      "gcp: { project: shop-analytics, region: europe-west1 }",
      "endpoints: { in: { sqs: in }, feed: { pubsub: feed }, out: { sqs: out }, spare: { sqs: spare } }",
      "hops: { split: { from: in, to: [feed, out] } }",
    ];
    writeFileSync(join(folder, "split.yaml"), fabric.join("\n"));
    const { code, out, err } = await hopspan("check", "split.yaml");
    expect([code, err, out.trimEnd().split("\n")]).toEqual([
      0,
      "",
      [
        "split.yaml:4:74: warning: endpoint spare is used by no hop: add a hop or leave it out",
        "split.yaml: sound: 11 endpoints (2 inner queues, 5 for dead letters), 1 hop, 3 links",
      ],
    ]);
  });

  it("has no warning for the example, and a note of the one limit that nobody can change", async () => {
    const { code, out, err } = await hopspan("check", example("retail"));
    expect([code, err, out.trimEnd().split("\n")]).toEqual([
      0,
      "",
      [
        expect.stringMatching(/^.+\/retail\/fabric\.yaml:\d+:\d+: note: a message of scores /),
        expect.stringMatching(/^.+\/retail\/fabric\.yaml: sound: .+, 3 hops, 3 links$/),
      ],
    ]);
  });

  it("takes fabric.yaml of the folder where no file is named", async () => {
    const { code, out } = await runCommand(join(ROOT, "examples/starter"), ["check"]);
    expect([code, out]).toEqual([0, expect.stringMatching(/^fabric\.yaml: sound: .+\n$/)]);
  });

  it("lists all problems of a broken fabric with their places, counts them in the last line, and ends with 1", async () => {
    copyFileSync(join(ROOT, "test/fixtures/fabrics/many-mistakes.yaml"), join(folder, "many-mistakes.yaml"));
    const wanted = readFileSync(join(ROOT, "test/fixtures/fabrics/many-mistakes.txt"), "utf8");
    const { code, out, err } = await hopspan("check", "many-mistakes.yaml");
    const counted = "many-mistakes.yaml: 15 errors, 1 note";
    expect({ code, out: out.trimEnd(), err }).toEqual({ code: 1, out: `${wanted.trimEnd()}\n${counted}`, err: "" });
    for (const line of out.trimEnd().split("\n").slice(0, -1))
      expect(line).toMatch(/^(many-mistakes\.yaml:\d+:\d+:| ) /);
  });

  it("prints one JSON object on demand, sound or not", async () => {
    const sound = await hopspan("check", example("starter"), "--json");
    expect([sound.code, JSON.parse(sound.out)]).toEqual([0, { ok: true, problems: [] }]);
    const broken = await hopspan("check", join(ROOT, "test/fixtures/fabrics/many-mistakes.yaml"), "--json");
    const said = JSON.parse(broken.out) as { ok: boolean; problems: readonly object[] };
    expect([broken.code, said.ok, said.problems.length]).toEqual([1, false, 16]);
    expect(said.problems[0]).toMatchObject({ severity: "error", line: 1, column: 9 });
  });

  it("refuses a second file instead of leaving it out", async () => {
    const { code, out, err } = await hopspan("check", example("starter"), "b", "c");
    expect([code, out, err]).toEqual([2, "", "hopspan: check takes one fabric file, not also b c\n"]);
  });

  it("shows of thousands of problems as many as can be read, and all of them in JSON", async () => {
    const keys = Array.from({ length: 5_000 }, (_, at) => `key${at}: 1`);
    writeFileSync(join(folder, "many.yaml"), ["fabric: many", "endpoints: {}", "hops: {}", ...keys].join("\n"));
    const { code, out } = await hopspan("check", "many.yaml");
    const lines = out.trimEnd().split("\n");
    expect([code, lines.length, lines.slice(-2)]).toEqual([
      1,
      52,
      [
        "and 4,950 more: see all of them with npx hopspan check --json",
        expect.stringMatching(/^many\.yaml: 5,000 errors$/),
      ],
    ]);
    const all = JSON.parse((await hopspan("check", "many.yaml", "--json")).out) as { problems: readonly object[] };
    expect(all.problems).toHaveLength(5_000);
    expect((await hopspan("test", "many.yaml")).err.trimEnd().split("\n")).toHaveLength(51);
  });

  it("does nothing to a terminal, whatever a file or its name says", async () => {
    writeFileSync(
      join(folder, "evil\u001b[2J.yaml"),
      '"\\e[31m\\nx": 1\nfabric: "\\x9b"\nendpoints: {}\nhops: { h: { from: "a\\e", to: b } }\n',
    );
    const { out } = await hopspan("check", "evil\u001b[2J.yaml");
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const lines = out.trimEnd().split("\n");
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^evil\\u001b\[2J\.yaml:\d+:\d+: /);
    expect(lines.at(-1)).toMatch(/^evil\\u001b\[2J\.yaml: \d+ errors$/);
  });

  it("ends with 2 and one line for a file that can't be read", async () => {
    const { code, out, err } = await hopspan("check", "missing.yaml");
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(/^[^\n]*missing\.yaml[^\n]*\n$/)]);
  });
});

describe("the command line", () => {
  it("ends with 2 and a hint for a verb or an option that is not there", async () => {
    expect(await hopspan("chekc")).toEqual({
      code: 2,
      out: "",
      err: 'hopspan: there is no verb "chekc": did you mean "check"? Try: npx hopspan --help\n',
    });
    const { code, out, err } = await hopspan("check", "--jsn");
    expect([code, out, err]).toEqual([
      2,
      "",
      expect.stringMatching(/^hopspan: .*--jsn.*Try: npx hopspan check --help\n$/),
    ]);
  });

  it.each(["check", "dev", "send", "receive", "test", "init"])("explains %s in help that ends with 0", async (verb) => {
    const { code, out, err } = await hopspan(verb, "--help");
    expect([code, err, out]).toEqual([0, "", expect.stringContaining(`Usage  npx hopspan ${verb}`)]);
  });

  it("says its version, as package.json has it", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    const said = { code: 0, out: `${version}\n`, err: "" };
    expect([await hopspan("--version"), await hopspan("-v")]).toEqual([said, said]);
  });

  it("shows every verb on one screen", async () => {
    const { code, out } = await hopspan("--help");
    expect(code).toBe(0);
    for (const verb of ["check", "dev", "send", "receive", "test", "init"])
      expect(out).toMatch(new RegExp(`^  ${verb} `, "m"));
  });
});
