import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCommand, temporaryFolder } from "../../../support/run-command.ts";

const STARTER = join(ROOT, "examples/starter/fabric.yaml");

describe("hopspan dev, where a file has the name of its folder", () => {
  it("says so in one line with 2, before any function or server starts", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ".hopspan"), "");
    const { code, out, err } = await runCommand(folder, ["dev", STARTER, "--json"]);
    const said = "hopspan: dev needs a folder .hopspan here, in which send and receive find the run; ";
    // Not even a line of JSON: a run that got as far as its servers closes with some.
    expect([code, out, err]).toEqual([2, "", `${said}something else has that name: take it away\n`]);
    expect(readdirSync(folder)).toEqual([".hopspan"]);
  });
});
