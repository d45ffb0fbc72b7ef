import { createHmac } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";
import { inBoth } from "../../../support/wrapped-keys.ts";

const starter = join(ROOT, "examples/starter/fabric.yaml");
const folder = temporaryFolder();
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("hopspan test", () => {
  it("passes where every example does", async () => {
    const ended = await runCommand(folder, ["test", starter]);
    const out = `${starter}: all 2 examples pass\nits one hop is covered\n`;
    expect(ended).toEqual({ code: 0, out, err: "" });
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
    expect(out.trimEnd().split("\n").slice(-2)).toEqual(["wrong.yaml: 1 of 2 examples fail", "its one hop is covered"]);
  });

  it("prints JSON lines with a summary on demand", async () => {
    const { code, out } = await runCommand(folder, ["test", starter, "--json"]);
    const events = out.trimEnd().split("\n");
    expect([code, events.length, JSON.parse(events[2] ?? "")]).toEqual([
      0,
      3,
      { event: "summary", passed: 2, failed: 0, coverage: { hops: 1, withExamples: 1, missed: [] } },
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
    expect((await runCommand(folder, ["test", "hashes.yaml"])).out).toBe(
      "hashes.yaml: its one example passes\nits one hop is covered\n",
    );
    const environment = { HOPSPAN_SECRET_PSEUDONYM_KEY: "another one" };
    expect((await runCommand(folder, ["test", "hashes.yaml"], "", { environment })).code).toBe(1);
  });

  it("says by name and target which example fails, and what no example reaches, which fails on demand", async () => {
    write(
      "partly.yaml",
      [
        "fabric: partly",
        'aws: { account: "111122223333", region: eu-west-1 }',
        "endpoints: { in: { sqs: in }, other: { sqs: other }, a: { sqs: a }, b: { sqs: b } }",
        "hops:",
        "  choose: { from: in, route: [{ when: body.a, to: a }, { to: b }] }",
        "  both: { from: other, to: [a, b] }",
        "examples:",
        "  choose: [{ name: to a, in: { body: { a: true } }, out: [{ to: a }] }]",
      ].join("\n"),
    );
    const missed = "1 of 2 hops have examples; not reached: hop choose: default (to b); hop both";
    const passes = `partly.yaml: its one example passes\n${missed}\n`;
    expect(await runCommand(folder, ["test", "partly.yaml"])).toEqual({ code: 0, out: passes, err: "" });
    expect(await runCommand(folder, ["test", "partly.yaml", "--require-coverage"])).toEqual({
      code: 1,
      out: passes,
      err: "",
    });
    const both = '\n  both: [{ note: "one,\\nnot\\e two", in: { body: x }, out: [{ body: "y" }] }]';
    write("both.yaml", readFileSync(join(folder, "partly.yaml"), "utf8").replace("to: a }] }]", `to: b }] }]${both}`));
    expect(
      (await runCommand(folder, ["test", "both.yaml"])).out.split("\n").filter((line) => /wanted/.test(line)),
    ).toEqual([
      "choose, example 1 (to a): - wanted, + got",
      "both, example 1 (one,\\nnot\\u001b two), to a: - wanted, + got",
    ]);
  });

  it("asks no KMS for a data key: it has another here, by which what is sealed is opened again", async () => {
    const fabric = [
      "fabric: sealing",
      'aws: { account: "111122223333", region: eu-west-1 }',
      "endpoints: { in: { sqs: in }, out: { sqs: out } }",
      "hops: { h: { from: in, to: out, transforms: [{ encrypt: &step { fields: [id], with: card-key } }, { decrypt: *step }] } }",
      `secrets: { card-key: ${JSON.stringify(inBoth)} }`,
      "examples: { h: [{ in: { body: { id: a } }, out: [{ body: { id: a } }] }] }",
    ];
    write("sealing.yaml", fabric.join("\n"));
    const environment = {
      AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:1",
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS: "http://127.0.0.1:1",
    };
    const { code, out, err } = await runCommand(folder, ["test", "sealing.yaml"], "", { environment });
    expect([code, out.split("\n")[0], err]).toEqual([0, "sealing.yaml: its one example passes", ""]);
  });

  it("ends with 2 for a fabric that is not sound", async () => {
    write("broken.yaml", "fabric: broken\nendpoints: {}\n");
    const { code, out, err } = await runCommand(folder, ["test", "broken.yaml"]);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(/^broken\.yaml/)]);
  });
});
