// How long a fabric takes to become templates, and whether that grows in step with it: `node test/bench/synth.ts`.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Fabric } from "../../infra/aws/fabric.ts";
import { deployment } from "../../shared/fabric/deployment/deployment.ts";
import { emptyLock } from "../../shared/fabric/deployment/lock.ts";
import { manyHops } from "../support/many-hops.ts";

/** CPU time of one synth, so that other programs don't count; bundles are no part of it, nor the start of the process. */
async function synth(hops: number, builtinCloudFormationValidation: boolean) {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-bench-"));
  try {
    mkdirSync(join(folder, "bundle"));
    writeFileSync(join(folder, "bundle/index.cjs"), "");
    const before = process.cpuUsage();
    const plans = await deployment(manyHops(hops));
    const app = new App({ outdir: join(folder, "out"), builtinCloudFormationValidation });
    new Fabric(app, "retail", { deployment: plans, lock: emptyLock("retail"), bundles: () => join(folder, "bundle") });
    const { stacks } = app.synth();
    const { user, system } = process.cpuUsage(before);
    const resources = stacks.reduce((sum, { template }) => sum + Object.keys(template.Resources).length, 0);
    return { cpuMs: (user + system) / 1000, stacks: stacks.length, resources };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;

const RUNS = 3;

await synth(25, true);
console.log(
  `${"hops".padStart(5)} ${"stacks".padStart(7)} ${"resources".padStart(10)} ${"synth".padStart(9)} ${"per hop".padStart(9)} ${"with CDK's checks".padStart(18)}`,
);
for (const hops of [25, 50, 100, 200]) {
  const plain = [];
  const checked = [];
  for (let run = 0; run < RUNS; run++) {
    plain.push(await synth(hops, false));
    checked.push(await synth(hops, true));
  }
  const [{ stacks, resources } = { stacks: 0, resources: 0 }] = plain;
  const ms = median(plain.map(({ cpuMs }) => cpuMs));
  const figures = [
    String(hops).padStart(5),
    String(stacks).padStart(7),
    String(resources).padStart(10),
    `${ms.toFixed(0)} ms`.padStart(9),
    `${(ms / hops).toFixed(1)} ms`.padStart(9),
    `${median(checked.map(({ cpuMs }) => cpuMs)).toFixed(0)} ms`.padStart(18),
  ];
  console.log(figures.join(" "));
}
