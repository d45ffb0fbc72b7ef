import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { describe, expect, it, onTestFinished } from "vitest";
import { goneStacks } from "../../../infra/aws/gone-stacks.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";

describe("stacks that nothing is left for", () => {
  it("are made empty, each in its place, and those that are kept are left to others", () => {
    const [kept, gone] = [
      { account: "111122223333", region: "eu-west-1" },
      { account: "111122223333", region: "us-east-1" },
    ];
    const lock = { ...emptyLock("retail"), places: { retail: kept, "retail-us-east-1": gone } };
    const outdir = mkdtempSync(join(tmpdir(), "hopspan-gone-"));
    onTestFinished(() => rmSync(outdir, { recursive: true }));
    const stacks = goneStacks(new App({ outdir }), lock, new Set(["retail"]));
    expect(stacks.map(({ stackName, account, region }) => ({ stackName, account, region }))).toEqual([
      { stackName: "retail-us-east-1", ...gone },
    ]);
    expect(stacks[0]?.node.children).toEqual([]);
  });
});
