import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { beginning } from "../../../infra/deploy/beginning.ts";
import { lockFileOf } from "../../../infra/deploy/lock-file.ts";
import { begin, type Site, workFolder } from "../../../infra/deploy/site.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { emptyLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const folder = temporaryFolder();
const steps: string[] = [];

async function aSite(ended = new AbortController().signal): Promise<Site> {
  const fabric = aFabric({ a: queue("a"), feed: topic("feed") }, { out: { from: "a", to: "feed" } });
  const [lock, lockFile] = [emptyLock("retail"), join(folder, "fabric.lock.json")];
  return {
    wanted: { file: join(folder, "fabric.yaml") },
    loaded: { fabric, deployment: await deployment(fabric), lock, lockFile, warnings: [] },
    lockFile: lockFileOf({ lock, lockFile }),
    accepted: [],
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
    const things = Object.entries(inventory(loaded.deployment));
    const of = (cloud: string) => Object.fromEntries(things.filter(([, thing]) => thing.cloud === cloud));
    const google = beginning(emptyLock("retail"), loaded.deployment, "gcp");
    expect([google.google, google.begun]).toEqual([true, of("gcp")]);
    const both = beginning(google, loaded.deployment, "aws");
    expect(both.begun).toEqual({ ...of("gcp"), ...of("aws") });
    expect(Object.keys(both.begun)).toContain("aws/queue/111122223333/eu-west-1/a");
    expect(beginning(emptyLock("retail"), loaded.deployment, "aws").google).toBe(false);
  });
});
