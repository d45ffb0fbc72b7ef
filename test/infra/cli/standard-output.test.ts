import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { OutputError, standardOutput } from "../../../infra/cli/standard-output.ts";
import { aPipe } from "../../support/a-pipe.ts";
import { temporaryFolder } from "../../support/run-command.ts";

/** An output that counts how often it was told that nothing is taken any more. */
function anOutput(path: string, stream: Writable = new PassThrough()) {
  const fd = openSync(path, path === "/dev/full" ? "w" : "w+");
  onTestFinished(() => closeSync(fd));
  const told = { lost: 0 };
  return { ...standardOutput(fd, stream, () => told.lost++), told };
}

const failing = (code: string) =>
  new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error("x"), { code })) });

describe("standard output", () => {
  it("has written what a file has taken, in order", async () => {
    const file = join(temporaryFolder(), "out");
    const { write, written, told } = anOutput(file);
    await written();
    write("one\n");
    write("two €\n");
    await written();
    expect([readFileSync(file, "utf8"), told.lost]).toEqual(["one\ntwo €\n", 0]);
  });

  it("says from then on what a full disk does not take, once to whoever is to be told", async () => {
    const { write, written, told } = anOutput("/dev/full");
    write("one\n");
    await expect(written()).rejects.toEqual(new OutputError("ENOSPC", false));
    write("two\n");
    await expect(written()).rejects.toThrow("standard output can't be written (ENOSPC)");
    expect(told.lost).toBe(1);
  });

  it.each([
    ["EPIPE", true],
    ["EIO", true],
    ["ENOSPC", false],
  ])("tells a reader that has gone from an output that fails: %s", async (code, isUnheard) => {
    const path = aPipe(temporaryFolder(), "pipe");
    const stream = failing(code);
    const { write, written, told } = anOutput(path, stream);
    write("one\n");
    await expect(written()).rejects.toMatchObject({ name: "OutputError", isUnheard });
    if (!stream.destroyed) await once(stream, "close");
    expect(told.lost).toBe(1);
  });
});
