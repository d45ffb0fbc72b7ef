// Google's own Pub/Sub client for Python: https://github.com/googleapis/python-pubsub

import { spawnSync } from "node:child_process";
import { findProgram } from "./process.ts";

const python = findProgram("python3");
const hasClient =
  python !== undefined && spawnSync(python, ["-c", "import google.cloud.pubsub_v1"], { stdio: "ignore" }).status === 0;

/** What is missing to run it; nothing where it can be run. */
export const pythonMissing =
  python === undefined
    ? "python3 is not on the PATH"
    : hasClient
      ? undefined
      : "google-cloud-pubsub is not installed beside python3";

/** To be called only where nothing is missing: which Python has the client. */
export function pythonWithClient(): string {
  if (python === undefined || !hasClient) throw new Error(pythonMissing);
  return python;
}
