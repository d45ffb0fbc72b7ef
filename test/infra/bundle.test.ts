import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { aProject } from "../support/a-project.ts";
import { buildOnce } from "../support/built.ts";
import { runProgram } from "../support/deploy/run-program.ts";

let root = "";
beforeAll(async () => {
  await buildOnce();
  root = aProject().root;
  await build();
});

const build = () => runProgram(process.execPath, ["infra/bundle.ts"], { folder: root, environment: process.env });
const file = (crossing: string) => join(root, "dist/functions", crossing, "index.cjs");
const stamps = () => ["sqs-to-sqs", "pubsub-to-sqs"].map((crossing) => statSync(file(crossing)).ino);

describe("the bundles", { timeout: 120_000 }, () => {
  it("are left alone where they are the same, and replaced whole where not, so that functions run meanwhile", async () => {
    const before = stamps();
    const good = readFileSync(file("sqs-to-sqs"), "utf8");
    writeFileSync(file("sqs-to-sqs"), "spoiled");
    expect((await build()).code).toBe(0);
    expect(readFileSync(file("sqs-to-sqs"), "utf8")).toBe(good);
    const after = stamps();
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([false, true]);
    expect(readdirSync(join(root, "dist/functions/sqs-to-sqs"))).toEqual(["index.cjs"]);
  });
});
