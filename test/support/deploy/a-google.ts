// A Google Cloud to deploy to: the stub of terraform's provider, and of ours what is asked beside it.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { answers } from "../terraform/provider/answers.ts";
import { serve } from "../terraform/provider/serve.ts";
import { environment, settings } from "../terraform/run/offline.ts";
import { seenTypes } from "../terraform/run/seen-types.ts";
import { readStack } from "../terraform/walk/stack.ts";
import { aGoogleApi } from "./a-google-api.ts";
import { aMonitoring } from "./a-monitoring.ts";
import { withSoftDeletes } from "./soft-deletes.ts";

/** For the fabrics of a folder, as `hopspan deploy` writes them there. Gone with `stop`. */
export async function aGoogle(folder: string, projectNumber = "123456789012") {
  // A socket's path has room for some hundred characters only.
  const home = mkdtempSync(join(tmpdir(), "hopspan-g-"));
  mkdirSync(join(home, "empty"));
  writeFileSync(join(home, "terraform.rc"), settings(join(home, "empty")));
  const types = seenTypes();
  const seen = () => {
    for (const stack of stacksIn(folder)) types.see(readStack(stack));
    return types.all();
  };
  const file = (path: string) => {
    const found = stacksIn(folder).map((stack) => (isAbsolute(path) ? path : join(stack, path)));
    const there = found.find((each) => existsSync(each));
    return there === undefined ? undefined : readFileSync(there);
  };
  const api = await aGoogleApi();
  const stub = withSoftDeletes(answers(seen, { projectNumber, file }), api.pools);
  const served = await serve(join(home, "provider"), { ...stub });
  const { TF_DATA_DIR: _, ...variables } = environment(home, served.reattach);
  const monitoring = await aMonitoring();
  return {
    environment: { ...variables, MONITORING_HOST: monitoring.url, ...api.environment },
    /** Messages that wait, by subscription. */
    waiting: monitoring.waiting,
    /** What lies in buckets and datasets, and which pools there are or were. */
    api,
    async stop() {
      served.stop();
      await monitoring.close();
      await api.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Folders of all stacks that a folder's fabrics were written to. */
function stacksIn(folder: string): readonly string[] {
  const work = join(folder, ".hopspan");
  if (!existsSync(work)) return [];
  return readdirSync(work, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("cdk.tf.json"))
    .map((path) => join(work, path, ".."));
}
