// One instance of a Cloud Run function: loads the bundle and serves it by Google's own functions framework.

import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type HttpFunction, http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { firstLine } from "../process/first-line.ts";
import { dieWithParent } from "../process/lifeline.ts";
import { memoryGiven } from "../process/memory-limit.ts";

/** What an instance tells its parent: where it can be reached, or why it can't. */
export type InstanceReport = { readonly port: number } | { readonly failure: string };

const report = (told: InstanceReport) => process.send?.(told);

/** Told before anything else is lost: a bundle may also fail a moment after it was loaded. */
function fail(thrown: unknown): void {
  console.error(thrown);
  report({ failure: firstLine(thrown) });
  process.exitCode = 1;
  setImmediate(() => process.exit());
}

dieWithParent(memoryGiven(process.argv));
process.once("uncaughtException", fail);
try {
  // The bundle is CommonJS, and finds `link.json` beside itself.
  const { handler } = createRequire(import.meta.url)(join(process.cwd(), "index.cjs")) as {
    readonly handler?: unknown;
  };
  if (typeof handler !== "function") throw new Error("index.cjs exports no function handler");
  http("handler", handler as HttpFunction);
  // What the bundle left to reject by itself shows up now, while it still counts as a failed start.
  await new Promise((resolve) => setImmediate(resolve));
  const server = getTestServer("handler");
  // Longer than the front keeps an idle connection, so that no request meets a closed one.
  server.keepAliveTimeout = 75_000;
  server.listen(0, "127.0.0.1", () => report({ port: (server.address() as AddressInfo).port }));
} catch (thrown) {
  fail(thrown);
}
