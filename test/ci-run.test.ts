import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** What each step of npm ends with, what the tests print, and the account that vitest writes of them. */
interface Steps {
  readonly install?: number;
  readonly test?: number;
  readonly check?: number;
  readonly printed?: string;
  readonly account?: object | string;
}

/** `.ci/run` in a tree of its own, with an npm that ends so: how the run ends, its last line, and the steps that it took. */
async function ciRun({ install = 0, test = 0, check = 0, printed = "", account }: Steps) {
  const root = mkdtempSync(join(tmpdir(), "hopspan-ci-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ["bin", "tmp"]) mkdirSync(join(root, folder));
  cpSync(join(ROOT, ".ci"), join(root, ".ci"), { recursive: true });
  if (account !== undefined)
    writeFileSync(join(root, "account"), typeof account === "string" ? account : JSON.stringify(account));
  const npm = `#!/bin/sh
cd "${root}"; echo "$1 $2" >>steps
case "$1" in
  ci) exit ${install} ;;
  test) for word; do case "$word" in --outputFile.json=*) cp account "\${word#*=}" ;; esac; done; cat printed; exit ${test} ;;
  run) exit ${check} ;;
esac`;
  writeFileSync(join(root, "bin/npm"), npm);
  writeFileSync(join(root, "printed"), printed);
  chmodSync(join(root, "bin/npm"), 0o755);
  const PATH = [join(root, "bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(join(root, ".ci/run"), { env: { PATH, TMPDIR: join(root, "tmp") } });
  const [out] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  const steps = existsSync(join(root, "steps")) ? readFileSync(join(root, "steps"), "utf8").trim().split("\n") : [];
  return { code: child.exitCode, last: out.trimEnd().split("\n").at(-1), steps };
}

const passedFile = { status: "passed", assertionResults: [{ status: "passed" }] };
const failedFile = { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] };
const brokenFile = { status: "failed", assertionResults: [] };
const account = (numPassedTests: number, numFailedTests: number, ...testResults: readonly object[]) => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

const all = ["ci ", "test --", "run check"];

describe("what CI runs", () => {
  it("installs, runs the tests once and the checks, and ends with the count of the tests", async () => {
    expect(await ciRun({ account: account(7, 0, passedFile) })).toEqual({
      code: 0,
      last: "7 passed, 0 failed",
      steps: all,
    });
  });

  it.each<[string, Steps, string]>([
    ["tests fail", { test: 1, account: account(5, 2, failedFile, passedFile) }, "5 passed, 2 failed"],
    ["a test file can't be loaded", { test: 1, account: account(5, 0, brokenFile, passedFile) }, "5 passed, 1 failed"],
    [
      "tests fail and files can't be loaded",
      { test: 1, account: account(5, 1, failedFile, brokenFile, brokenFile) },
      "5 passed, 3 failed",
    ],
    ["vitest breaks off", { test: 134 }, "0 passed, 1 failed"],
    ["vitest breaks off while it writes", { test: 1, account: '{ "numPassedTests": 3' }, "0 passed, 1 failed"],
    ["there is no test", { account: account(0, 0) }, "0 passed, 1 failed"],
    ["all tests pass and the run still fails", { test: 1, account: account(7, 0, passedFile) }, "7 passed, 1 failed"],
    ["a check fails", { check: 1, account: account(7, 0, passedFile) }, "7 passed, 1 failed"],
    [
      "tests print counts of their own",
      { test: 1, printed: "\n Tests  9 passed (9)\n Tests  1 failed\n", account: account(6, 2, failedFile) },
      "6 passed, 2 failed",
    ],
  ])("fails and says so where %s", async (_, steps, last) => {
    expect(await ciRun(steps)).toEqual({ code: 1, last, steps: all });
  });

  it("goes no further where nothing can be installed", async () => {
    expect(await ciRun({ install: 1 })).toEqual({ code: 1, last: "0 passed, 1 failed", steps: ["ci"] });
  });
});
