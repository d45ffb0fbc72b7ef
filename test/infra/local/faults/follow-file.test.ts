import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { followFile, stampOf } from "../../../../infra/local/faults/follow-file.ts";
import type { Faults } from "../../../../infra/local/faults/rule.ts";
import { temporaryFolder } from "../../../support/run-command.ts";

/** A followed file, what was put into effect, and what was said. */
function following(text: string) {
  const file = join(temporaryFolder(), "faults.yaml");
  writeFileSync(file, text);
  const put: Faults[] = [];
  const notes: string[] = [];
  const injector = { put: (faults: Faults) => void put.push(faults) };
  const stop = followFile({ file, since: stampOf(file), injector, note: (line) => void notes.push(line), everyMs: 5 });
  onTestFinished(stop);
  return { file, put, notes, stop };
}

describe("a file of faults that is followed", () => {
  it("comes into effect again when it has changed", async () => {
    const { file, put, notes } = following("faults: []");
    writeFileSync(file, "seed: 5\nfaults: [{ down: true }]\n");
    await expect.poll(() => put.map(({ seed, rules }) => [seed, rules.length])).toEqual([[5, 1]]);
    expect(notes).toEqual([`${file} has changed: 1 fault is in effect, seed 5`]);
  });

  it("changes nothing while it is not sound or not there, and says so once", async () => {
    const { file, put, notes } = following("faults: []");
    writeFileSync(file, "faults:\n  - { downn: true }\n");
    await expect.poll(() => notes).toHaveLength(2);
    expect(notes[1]).toContain(`${file}:2:7: faults[0]: "downn" is no key here`);
    rmSync(file);
    await expect.poll(() => notes).toHaveLength(4);
    expect(notes[3]).toBe(`${file}: there is no such file`);
    writeFileSync(file, "faults: [{ hang: true }]");
    await expect.poll(() => put.length).toBe(1);
  });

  it("has a stamp that is always the same where it is no file", () => {
    expect([stampOf("/dev/null"), stampOf(temporaryFolder()), stampOf("/dev/null/none")]).toEqual(["", "", ""]);
  });

  it("is looked at no more after the end", async () => {
    const { file, put, stop } = following("faults: []");
    stop();
    writeFileSync(file, "faults: [{ hang: true }]");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(put).toEqual([]);
  });
});
