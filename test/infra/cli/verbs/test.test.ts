import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const starter = join(ROOT, "examples/starter/fabric.yaml");
const folder = temporaryFolder();
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("hopspan test", () => {
  it("passes where every example does", async () => {
    const ended = await runCommand(folder, ["test", starter]);
    expect(ended).toEqual({ code: 0, out: `${starter}: all 2 examples pass\n`, err: "" });
  });

  it("ends with 1 and shows what differs where an example is wrong", async () => {
    write("wrong.yaml", readFileSync(starter, "utf8").replace("card: { brand: visa } }", "card: { brand: amex } }"));
    const { code, out } = await runCommand(folder, ["test", "wrong.yaml"]);
    expect(code).toBe(1);
    const lines = out.split("\n");
    expect(lines[0]).toBe("export-orders, example 1: - wanted, + got");
    expect(lines.filter((line) => /^[-+] /.test(line))).toEqual([
      expect.stringMatching(/^- +"brand": "amex"$/),
      expect.stringMatching(/^\+ +"brand": "visa"$/),
    ]);
    expect(out.trimEnd().split("\n").at(-1)).toBe("wrong.yaml: 1 of 2 examples fail");
  });

  it("prints JSON lines with a summary on demand", async () => {
    const { code, out } = await runCommand(folder, ["test", starter, "--json"]);
    const events = out.trimEnd().split("\n");
    expect([code, events.length, JSON.parse(events[2] ?? "")]).toEqual([
      0,
      3,
      { event: "summary", passed: 2, failed: 0 },
    ]);
  });

  it("refuses a second file, and shows a difference without doing to a terminal what it says", async () => {
    expect(await runCommand(folder, ["test", starter, "other.yaml"])).toEqual({
      code: 2,
      out: "",
      err: "hopspan: test takes one fabric file, not also other.yaml\n",
    });
    write(
      "evil.yaml",
      readFileSync(starter, "utf8").replace("brand: visa } }, key: c-1 }]", 'brand: "\\x9b2J" } } }]'),
    );
    const { code, out } = await runCommand(folder, ["test", "evil.yaml"]);
    expect([code, out.replaceAll("\n", "")]).toEqual([1, expect.not.stringMatching(/\p{Cc}/u)]);
    expect(out).toMatch(/^- +"brand": "\\u009b2J"$/m);
  });

  it("makes the same hash every time of a secret that nobody has set, and another of one that is", async () => {
    const hash = createHmac("sha256", "example pseudonym-key...........").update('"a"').digest("base64url");
    const fabric = [
      "fabric: hashes",
      'aws: { account: "111122223333", region: eu-west-1 }',
      "endpoints: { in: { sqs: in }, out: { sqs: out } }",
      "hops: { h: { from: in, to: out, transforms: [{ redact: { fields: [id], with: { hash: pseudonym-key } } }] } }",
      "secrets: { pseudonym-key: { aws: /pseudonym-key } }",
      `examples: { h: [{ in: { body: { id: a } }, out: [{ body: { id: ${hash} } }] }] }`,
    ];
    write("hashes.yaml", fabric.join("\n"));
    expect((await runCommand(folder, ["test", "hashes.yaml"])).out).toBe("hashes.yaml: its one example passes\n");
    const environment = { HOPSPAN_SECRET_PSEUDONYM_KEY: "another one" };
    expect((await runCommand(folder, ["test", "hashes.yaml"], "", { environment })).code).toBe(1);
  });

  it("ends with 2 for a fabric that is not sound", async () => {
    write("broken.yaml", "fabric: broken\nendpoints: {}\n");
    const { code, out, err } = await runCommand(folder, ["test", "broken.yaml"]);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(/^broken\.yaml/)]);
  });
});
