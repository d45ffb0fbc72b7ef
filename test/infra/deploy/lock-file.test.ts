import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockFileOf } from "../../../infra/deploy/lock-file.ts";
import { emptyLock, lockText, parseLock } from "../../../shared/fabric/deployment/lock.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const parent = temporaryFolder();
const empty = emptyLock("retail");
const deployed = { ...empty, google: true };

function aFolder() {
  const folder = mkdtempSync(join(parent, "l-"));
  const lockFile = join(folder, "fabric.lock.json");
  return {
    folder,
    lockFile,
    open: (lock = empty) => lockFileOf({ lock, lockFile }),
    read: () => parseLock(readFileSync(lockFile, "utf8"), "f", "retail"),
  };
}

describe("the lock's file", () => {
  it("is there as a whole or not at all, and goes with the fabric", () => {
    const { folder, lockFile, open, read } = aFolder();
    const file = open();
    file.write(deployed);
    expect([readdirSync(folder), read()]).toEqual([["fabric.lock.json"], deployed]);
    file.write({ ...deployed, stacks: { a: 1 } });
    file.remove();
    file.remove();
    expect(existsSync(lockFile)).toBe(false);
    file.write(deployed);
    expect(read()).toEqual(deployed);
  });

  it("is not written over what another command has written since, in whatever way", () => {
    const { lockFile, open, read } = aFolder();
    const [mine, theirs] = [open(), open()];
    theirs.write(deployed);
    const said = `${lockFile} is not as it was when this command began: another deployment, or version control, has changed it`;
    for (const change of [() => mine.write({ ...empty, stacks: { a: 1 } }), () => mine.remove()])
      expect(change).toThrow(expect.objectContaining({ code: "LOCK_CHANGED", message: expect.stringContaining(said) }));
    expect(read()).toEqual(deployed);
    theirs.remove();
    expect(() => open(deployed).write(empty)).toThrow(said);
    writeFileSync(lockFile, "<<<<<<< HEAD");
    expect(() => open().write(empty)).toThrow(said);
  });

  it("may be written in another form, as long as it says the same", () => {
    const { lockFile, open, read } = aFolder();
    writeFileSync(lockFile, JSON.stringify(JSON.parse(lockText(deployed))));
    open(deployed).write({ ...deployed, stacks: { a: 1 } });
    expect(read().stacks).toEqual({ a: 1 });
    rmSync(lockFile);
  });
});
