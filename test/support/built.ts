// The bundles of the functions, for tests that run them.

import { existsSync } from "node:fs";
import { bundleFolder, bundleFunctions } from "../../infra/bundle.ts";

/** Makes them where there are none; those that are there may be older than the sources. */
export async function buildOnce(): Promise<void> {
  const crossings = ["sqs-to-pubsub", "pubsub-to-sqs", "sqs-to-sqs", "pubsub-to-pubsub"] as const;
  if (!crossings.every((crossing) => existsSync(bundleFolder(crossing)))) await bundleFunctions();
}
