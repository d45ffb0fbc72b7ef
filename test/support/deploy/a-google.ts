// A Google Cloud to deploy to: the stub of terraform's provider, and a Cloud Monitoring that says what it is told to.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { answers } from "../terraform/provider/answers.ts";
import { serve } from "../terraform/provider/serve.ts";
import { environment, settings } from "../terraform/run/offline.ts";
import { seenTypes } from "../terraform/run/seen-types.ts";
import { readStack } from "../terraform/walk/stack.ts";

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
  const served = await serve(join(home, "provider"), answers(seen, { projectNumber, file }));
  const { TF_DATA_DIR: _, ...variables } = environment(home, served.reattach);
  const monitoring = await aMonitoring();
  return {
    environment: { ...variables, MONITORING_HOST: monitoring.url },
    /** Messages that wait, by subscription. */
    waiting: monitoring.waiting,
    async stop() {
      served.stop();
      await monitoring.close();
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

/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list, in pages of one. */
async function aMonitoring() {
  const waiting = new Map<string, number>();
  const server = createServer(({ url = "/" }, response) => {
    const at = Number(new URL(url, "http://here").searchParams.get("pageToken") ?? 0);
    const [name, count] = [...waiting][at] ?? [];
    const series = {
      resource: { labels: { subscription_id: name } },
      points: [{ value: { int64Value: String(count) } }],
    };
    const next = at + 1 < waiting.size ? { nextPageToken: String(at + 1) } : {};
    response.end(JSON.stringify({ ...(name === undefined ? {} : { timeSeries: [series] }), ...next }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
