// A fabric in Google Cloud only, in a folder of its own, with a terraform that makes nothing: to see what a deployment does.

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockFileOf } from "../../../infra/deploy/lock-file.ts";
import type { Site } from "../../../infra/deploy/site.ts";
import { loadDeployment } from "../../../infra/load-deployment.ts";
import type { ResourceChange } from "../../../infra/plan/google-losses.ts";
import { parseLock } from "../../../shared/fabric/deployment/lock.ts";
import { aFile, topic } from "../../shared/fabric/a-fabric.ts";
import { buildOnce } from "../built.ts";
import { aTerraform, type Behaviour } from "./a-terraform.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const hops = { on: { from: "feed", to: "copy" } };
const text = aFile({ aws: undefined, gcp, endpoints: { feed: topic("feed"), copy: topic("copy") }, hops });

/** Who its function is, as terraform tells it. */
export const accounts = { "retail/on": { email: "hop@retail-analytics.iam.gserviceaccount.com", unique_id: "112233" } };

/** What terraform tells of the half once it is made. */
const outputs = { hopspan: { fabric: "retail", project: "retail-analytics", service_accounts: accounts } };

/** A resource that a plan takes away. */
export const gone = (type: string, before: Readonly<Record<string, unknown>>): ResourceChange => ({
  address: `${type}.it`,
  type,
  change: { actions: ["delete"], before: { project: "retail-analytics", ...before }, after: null },
});

/** `parent` is a folder that a test takes away; `environment` is what else is known of the world. */
export function aSite(parent: string, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(parent, "f-"));
  const file = join(folder, "fabric.yaml");
  writeFileSync(file, text);
  const lockFile = join(folder, "fabric.lock.json");
  const terraform = aTerraform(folder);
  const ended = new AbortController();
  const steps: string[] = [];
  const lines: string[] = [];
  return {
    ...terraform,
    file,
    lockFile,
    /** Headlines, and what tools have said, so far. */
    steps,
    lines,
    /** As a command finds it; it is ended where a tool says that it hangs. */
    async site(...accepted: readonly string[]): Promise<Site> {
      const loaded = await loadDeployment({ file });
      return {
        wanted: { file },
        loaded,
        lockFile: lockFileOf(loaded),
        accepted,
        environment: { PATH: terraform.folder, ...environment },
        onLine: (line) => {
          lines.push(line);
          if (line === "hangs") ended.abort();
        },
        onStep: (step) => steps.push(step),
        build: buildOnce,
        ended: ended.signal,
      };
    },
    lock: () => parseLock(readFileSync(lockFile, "utf8"), lockFile, "retail"),
    behave: (behaviour: Behaviour) => terraform.behave({ outputs, watches: lockFile, ...behaviour }),
    verbs: () => terraform.calls().map((call) => call.split(" ")[0]),
  };
}
