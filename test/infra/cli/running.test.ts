import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announce, checkPlace, findRunning } from "../../../infra/cli/running.ts";
import { CommandError } from "../../../infra/cli/verb.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hopspan-running-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOBODY = 2 ** 22 + 1;
const aRun = (pid = process.pid, fabric = "shop") => ({
  pid,
  fabric,
  file: "/shop/fabric.yaml",
  sqsEndpoint: `http://127.0.0.1:${pid}`,
  pubsubHost: "127.0.0.1:2",
  claims: "/claims",
});
const files = () => readdirSync(join(folder, ".hopspan"));
const fileOf = (pid: number) => join(folder, ".hopspan", `dev-${pid}.json`);

/** What `findRunning` says where it finds none or several. */
function refusal(fabric?: string): readonly [string, number] {
  try {
    return [`found ${findRunning(folder, fabric).pid}`, 0];
  } catch (error) {
    if (error instanceof CommandError) return [error.message, error.exit];
    throw error;
  }
}

/** Another process that lives while `body` runs. */
async function withAnother(body: (pid: number) => void): Promise<void> {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  try {
    body(child.pid ?? 0);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

describe("the run of a folder", () => {
  it("is found while it is announced, and leaves nothing behind", () => {
    const takeBack = announce(folder, aRun());
    expect(findRunning(folder)).toMatchObject(aRun());
    expect([findRunning(folder, "shop").pid, findRunning(folder, String(process.pid)).pid]).toEqual([
      process.pid,
      process.pid,
    ]);
    takeBack();
    expect(files()).toEqual([]);
    expect(refusal()).toEqual(['no fabric runs in this folder: start one with "npx hopspan dev" first', 3]);
  });

  it("is none where its process was killed, and what it has left is taken away", () => {
    announce(folder, aRun(NOBODY));
    expect(refusal()[1]).toBe(3);
    expect(files()).toEqual([]);
  });

  it("is none where its process's number is another's by now", () => {
    announce(folder, aRun());
    const written = JSON.parse(readFileSync(fileOf(process.pid), "utf8")) as object;
    writeFileSync(fileOf(process.pid), JSON.stringify({ ...written, started: "long ago" }));
    expect(refusal()[1]).toBe(3);
    expect(files()).toEqual([]);
  });

  it("is neither found nor taken away where it is another machine's", () => {
    mkdirSync(join(folder, ".hopspan"));
    writeFileSync(fileOf(process.pid), JSON.stringify({ ...aRun(), host: "elsewhere" }));
    expect([refusal()[1], existsSync(fileOf(process.pid))]).toEqual([3, true]);
  });

  it("is not hidden by a damaged file, which is taken away where nobody of its number lives", () => {
    announce(folder, aRun());
    for (const text of ["", "{", "null", '"x"', "{}"]) {
      writeFileSync(fileOf(NOBODY), text);
      expect(findRunning(folder).pid).toBe(process.pid);
      expect(existsSync(fileOf(NOBODY))).toBe(false);
    }
  });

  it("sweeps away what killed runs have left when it begins", () => {
    announce(folder, aRun(NOBODY));
    announce(folder, aRun());
    expect(files()).toEqual([`dev-${process.pid}.json`]);
  });

  it("has to be chosen by name where there are several, and by process where they have one name", async () => {
    await withAnother((pid) => {
      announce(folder, aRun());
      announce(folder, aRun(pid, "retail"));
      const [said, code] = refusal();
      expect([said, code]).toEqual([
        expect.stringMatching(/^several fabrics run in this folder: .*; choose one, as with --fabric (shop|retail)$/),
        2,
      ]);
      expect(findRunning(folder, "retail").pid).toBe(pid);

      announce(folder, aRun(pid));
      const all = [process.pid, pid].map((each) => `shop (pid ${each}, SQS at http://127.0.0.1:${each})`);
      for (const name of [undefined, "shop"]) {
        const [again] = refusal(name);
        for (const each of all) expect(again).toContain(each);
        expect(again).toMatch(/; choose one, as with --fabric \d+$/);
      }
      expect(findRunning(folder, String(pid)).pid).toBe(pid);
    });
  });

  it("needs a folder of its own: what stands in its way is told before anything starts, and at the announcement", () => {
    checkPlace(folder);
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, ".hopspan"), "");
    const said =
      "dev needs a folder .hopspan here, in which send and receive find the run; something else has that name: take it away";
    expect(() => checkPlace(folder)).toThrow(new CommandError(said));
    expect(() => announce(folder, aRun())).toThrow(new CommandError(said));
  });

  it("is named where another one is wanted", () => {
    announce(folder, aRun());
    expect(refusal("other")).toEqual([
      `fabric other does not run in this folder: there is shop (pid ${process.pid}, SQS at http://127.0.0.1:${process.pid})`,
      3,
    ]);
  });
});
