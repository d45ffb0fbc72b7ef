import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type Child, startChild } from "../../../../infra/local/process/child.ts";
import { freezer } from "../../../../infra/local/process/freezer.ts";
import { expectGone } from "./bundles.ts";

const folder = mkdtempSync(join(tmpdir(), "hopspan-freezer-"));
const open: Child[] = [];
afterEach(async () => {
  for (const child of open.splice(0)) {
    child.kill();
    await child.ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LIFELINE = new URL("../../../../infra/local/process/lifeline.ts", import.meta.url).href;
const TICKS = `const { dieWithParent } = await import(${JSON.stringify(LIFELINE)}); dieWithParent();
  setInterval(() => console.log(process.pid), 10);`;

/** A child that writes a line every 10 ms. */
function aClock() {
  const script = join(folder, "clock.mjs");
  writeFileSync(script, TICKS);
  let ticks = 0;
  const child = startChild({ script, folder, environment: {}, onLine: () => ticks++ });
  open.push(child);
  return { ...child, script, ticks: () => ticks };
}

const stateOf = (pid = 0): string => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
const until = (read: () => unknown) => expect.poll(read, { timeout: 20_000, interval: 10 });

describe.skipIf(process.platform !== "linux")("a freezer", () => {
  it("stops a child, and lets it go on", async () => {
    const clock = aClock();
    const cold = freezer(clock);
    await until(clock.ticks).toBeGreaterThan(0);
    cold.freeze();
    cold.freeze();
    await until(() => stateOf(clock.pid)).toBe("T");
    cold.thaw();
    const before = clock.ticks();
    await until(clock.ticks).toBeGreaterThan(before + 5);
  });

  it("does not keep a frozen child from being ended, and does nothing after its end", async () => {
    const clock = aClock();
    const cold = freezer(clock);
    await until(clock.ticks).toBeGreaterThan(0);
    cold.freeze();
    clock.kill();
    expect(await clock.ended).toEqual({ how: "was killed by SIGKILL", signal: "SIGKILL" });
    cold.thaw();
    cold.freeze();
  });

  it("leaves no frozen child behind where its parent is killed", async () => {
    const { script } = aClock();
    const url = (name: string) =>
      JSON.stringify(new URL(`../../../../infra/local/process/${name}`, import.meta.url).href);
    const parent = `
      const { startChild } = await import(${url("child.ts")});
      const { freezer } = await import(${url("freezer.ts")});
      let isFrozen = false;
      const child = startChild({ script: ${JSON.stringify(script)}, folder: "/", environment: {}, onLine(line) {
        if (isFrozen) return;
        isFrozen = true;
        cold.freeze();
        console.log(line);
      } });
      const cold = freezer(child);`;
    const running = spawn(process.execPath, ["--input-type=module", "-e", parent], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(running.stdout, "data");
    const pid = Number(line);
    await until(() => stateOf(pid)).toBe("T");
    running.kill("SIGKILL");
    await expectGone([pid]);
  });
});
