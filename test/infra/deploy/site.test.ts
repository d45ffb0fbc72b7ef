import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { beginning } from "../../../infra/deploy/beginning.ts";
import { begin, removeLock, type Site, workFolder, writeLock } from "../../../infra/deploy/site.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { emptyLock, parseLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
const steps: string[] = [];

async function aSite(ended = new AbortController().signal): Promise<Site> {
  const fabric = aFabric({ a: queue("a"), feed: topic("feed") }, { out: { from: "a", to: "feed" } });
  const lockFile = join(folder, "fabric.lock.json");
  return {
    wanted: { file: join(folder, "fabric.yaml") },
    loaded: { fabric, deployment: await deployment(fabric), lock: emptyLock("retail"), lockFile, warnings: [] },
    environment: {},
    onLine: () => {},
    build: async () => {},
    onStep: (step) => steps.push(step),
    ended,
  };
}

describe("a deployment's own files", () => {
  it("lie below .hopspan beside the fabric, which version control is told to pass over", async () => {
    expect(workFolder(await aSite(), "aws")).toBe(join(folder, ".hopspan/retail/aws"));
    expect(existsSync(workFolder(await aSite(), "google"))).toBe(true);
    expect(readFileSync(join(folder, ".hopspan/.gitignore"), "utf8")).toBe("*\n");
  });

  it("have a lock that is there as a whole or not at all, and goes with the fabric", async () => {
    const site = await aSite();
    const lock = { ...emptyLock("retail"), google: true };
    writeLock(site, lock);
    expect(readdirSync(folder).filter((name) => name.includes("lock"))).toEqual(["fabric.lock.json"]);
    expect(parseLock(readFileSync(site.loaded.lockFile, "utf8"), "f", "retail")).toEqual(lock);
    removeLock(site);
    removeLock(site);
    expect(existsSync(site.loaded.lockFile)).toBe(false);
  });
});

describe("a step", () => {
  it("has a headline, and is not begun once the user has ended", async () => {
    begin(await aSite(), "AWS: cdk deploy");
    const ended = await aSite(AbortSignal.abort());
    expect(() => begin(ended, "Google Cloud: terraform apply")).toThrow(
      'ended before "Google Cloud: terraform apply": run the command again to go on from there',
    );
    expect(steps).toEqual(["AWS: cdk deploy"]);
  });

  it("is noted as begun with the things of its cloud, beside those of the other", async () => {
    const { loaded } = await aSite();
    const google = beginning(emptyLock("retail"), loaded.deployment, "gcp");
    expect([google.google, Object.keys(google.begun)]).toEqual([true, ["gcp/topic/retail-analytics/feed"]]);
    const both = beginning(google, loaded.deployment, "aws");
    expect(Object.keys(both.begun)).toEqual([
      "gcp/topic/retail-analytics/feed",
      "aws/queue/111122223333/eu-west-1/a",
      "aws/queue/111122223333/eu-west-1/retail--a--dead",
      "aws/function/111122223333/eu-west-1/retail--out",
    ]);
    expect(beginning(emptyLock("retail"), loaded.deployment, "aws").google).toBe(false);
  });
});
