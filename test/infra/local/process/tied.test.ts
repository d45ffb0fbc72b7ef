import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startChild } from "../../../../infra/local/process/child.ts";

const folder = mkdtempSync(join(tmpdir(), "hopspan-tied-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** It knows nothing of us, and takes ever more. */
const GROWS = "const held = []; setInterval(() => held.push(Buffer.alloc(1048576, 1)), 1);";

it("tied.ts holds a program that is not ours to its memory", async () => {
  const script = join(folder, "grows.cjs");
  writeFileSync(script, GROWS);
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  const { ended } = startChild({ script, isForeign: true, memoryMb: 160, folder, environment: {}, onLine });
  expect((await ended).signal).toBe("SIGKILL");
  expect(lines).toEqual([expect.stringMatching(/^Memory limit of 160 MiB exceeded/)]);
});
