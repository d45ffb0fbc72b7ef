import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it, type TestContext } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

/** A run of one test that does this, as `npm test` would run it, in a tree and among temporary files of its own. */
async function aRun({ onTestFinished }: TestContext, body: string, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [root, temporary] = [join(folder, "root"), join(folder, "tmp")];
  for (const each of [temporary, join(root, "test")]) mkdirSync(each, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  const imports = `import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { it } from "vitest";`;
  writeFileSync(join(root, "test/one.test.ts"), `${imports}\nit("does so", async () => {\n${body}\n});\n`);
  const words = ["run", "--root", root, "--config", join(ROOT, "vitest.config.ts")];
  const child = spawn(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), ...words], {
    cwd: root,
    env: { PATH: process.env["PATH"], TMPDIR: temporary, ...environment },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  const said = stripVTControlCharacters(out + err);
  const [, list = ""] = /the tests have left behind:\n((?: {2}\S.*\n)+)/.exec(said) ?? [];
  const left = list.trim().split(/\n {2}/);
  return { code: child.exitCode, passed: said.includes("1 passed"), left, rest: readdirSync(temporary) };
}

const LEAVE = `
mkdirSync("unused/stacks", { recursive: true });
writeFileSync("left.json", "{}");
mkdtempSync(tmpdir() + "/left-");
spawn(process.execPath, ["-e", "setInterval(() => {}, 1000) // sleeper"], {
  env: { PATH: process.env.PATH }, detached: true, stdio: "ignore",
}).unref();`;

describe.concurrent("a whole run of tests", () => {
  it("passes where it leaves nothing", async (context) => {
    expect(await aRun(context, "", { CI: "true" })).toEqual({ code: 0, passed: true, left: [""], rest: [] });
  });

  it("fails where something is left in the tree, among the temporary files, or as a process", async (context) => {
    expect(await aRun(context, LEAVE, { CI: "true" })).toEqual({
      code: 1,
      passed: true,
      left: [
        "left.json in the tree",
        "unused/ in the tree",
        expect.stringMatching(/^left-\w{6} among the temporary files$/),
        expect.stringMatching(/^process \d+: \S+ -e setInterval\(\(\) => \{\}, 1000\) \/\/ sleeper$/),
      ],
      rest: [],
    });
  });

  it("lets others write files meanwhile, where it is not alone, but leaves no empty folder", async (context) => {
    const body = 'writeFileSync("other.json", "{}"); mkdirSync("unused/stacks", { recursive: true });';
    expect(await aRun(context, body)).toEqual({ code: 1, passed: true, left: ["unused/ in the tree"], rest: [] });
  });
});
