import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput } from "cdktf";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { unwrittenStack } from "../../../infra/gcp/unwritten-stack.ts";

describe("a stack that is not written", () => {
  it("is read as values, and leaves no folder where it was made, nor among the temporary files", () => {
    const folder = mkdtempSync(join(tmpdir(), "hopspan-unwritten-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
    for (const each of [home, temporary]) mkdirSync(each);
    vi.stubEnv("TMPDIR", temporary);
    vi.spyOn(process, "cwd").mockReturnValue(home);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    });
    const stack = unwrittenStack("retail");
    new TerraformOutput(stack, "answer", { value: 42 });
    expect(stack.toTerraform()).toMatchObject({ output: { answer: { value: 42 } } });
    expect([readdirSync(home), readdirSync(temporary)]).toEqual([[], []]);
  });
});
