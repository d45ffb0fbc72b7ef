// Queues of others that a stage takes from: every stage of the file does, and each message goes to one of them only.

import { isStage } from "../../staged.ts";
import type { Deployment } from "../deployment.ts";

/** Names of the endpoints; nothing where the fabric is in no stage. */
export function sharedSources({ fabric, queues }: Pick<Deployment, "fabric" | "queues">): ReadonlySet<string> {
  const theirs = queues.filter(({ role }) => role === "existing").map(({ endpoint }) => endpoint.name);
  return new Set(isStage(fabric) ? theirs : []);
}
