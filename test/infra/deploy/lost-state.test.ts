import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { lostState, stateAddress } from "../../../infra/deploy/lost-state.ts";
import type { Site } from "../../../infra/deploy/site.ts";
import { emptyLock, type Lock, lockText } from "../../../shared/fabric/deployment/lock.ts";
import { aSite } from "../../support/deploy/a-site.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const parent = temporaryFolder();
const topic = {
  "gcp/topic/retail-analytics/feed": { cloud: "gcp", kind: "topic", name: "feed", settings: {} },
} as const;

/** What is found where terraform tells of so many resources, and whether it was asked at all. */
async function found(lock: Partial<Lock>, resources: number | null, more: { goesOn?: boolean; state?: object } = {}) {
  const fabric = aSite(parent);
  writeFileSync(fabric.lockFile, lockText({ ...emptyLock("retail"), ...lock }));
  fabric.behave({ resources });
  const site = await fabric.site();
  const { loaded } = site;
  const ground = { ...loaded.deployment.ground, ...(more.state === undefined ? {} : { state: more.state }) };
  const here: Site = { ...site, loaded: { ...loaded, deployment: { ...loaded.deployment, ground } } };
  const run = { command: fabric.program, folder: dirname(fabric.file), environment: {} };
  const without = { what: "do without", option: "--so", goesOn: more.goesOn ?? false };
  const told = await lostState(here, run, without).catch((error: Error) => error.message);
  return { told: typeof told === "string" ? told : told.length, verbs: fabric.verbs(), fabric };
}

describe("a lost state", () => {
  it("is none where no lock knows of Google Cloud, and terraform is not asked", async () => {
    expect(await found({}, null)).toMatchObject({ told: 0, verbs: [] });
  });

  it("is one that is not there, or knows nothing, of what was made", async () => {
    for (const lock of [{ google: true }, { made: topic }])
      for (const resources of [null, 0])
        for (const goesOn of [true, false])
          expect((await found(lock, resources, { goesOn })).told).toContain("terraform's state knows nothing of it");
    expect(await found({ google: true, made: topic }, 1)).toMatchObject({ told: 0, verbs: ["state"] });
  });

  it("is told of what was only begun where nothing is gone on with", async () => {
    const lock = { google: true, begun: topic };
    expect((await found(lock, null, { goesOn: true })).told).toBe(0);
    expect((await found(lock, 0)).told).toBe(0);
    expect((await found(lock, null)).told).toContain("or do without with --so");
  });

  it("is looked for where the file says", async () => {
    const at = async (state?: object) => {
      const { told, fabric } = await found({ google: true }, null, state === undefined ? {} : { state });
      return String(told).replaceAll(dirname(fabric.file), "HOME");
    };
    expect(await at()).toContain(`expected in ${join("HOME", ".hopspan/retail.tfstate")}: bring it there`);
    expect(await at({ local: "kept.tfstate" })).toContain(`expected in ${join("HOME", "kept.tfstate")}: `);
    expect(await at({ gcs: { bucket: "ours" } })).toContain("expected in gs://ours/hopspan/retail: ");
    expect(await at({ s3: { bucket: "ours", key: "k" } })).toContain("expected in s3://ours/k: ");
  });

  it("has an address of its own", async () => {
    expect(stateAddress((await aSite(parent).site()).loaded)).toBe("gcp/state/retail-analytics/retail");
  });
});
