// Names of pools and providers that Google keeps for 30 days after they were deleted: what has one of them is brought back.

import { setTimeout } from "node:timers/promises";
import { HopspanError } from "../../shared/core/errors.ts";
import type { ResourceChange } from "../plan/google-losses.ts";
import { ask } from "./google-api.ts";

/** Something that terraform wants to make, under a name that is taken by itself. `id` is what it is imported by. */
export interface Buried {
  readonly address: string;
  readonly id: string;
}

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools#State */
interface Found {
  readonly state?: "ACTIVE" | "DELETED";
  readonly displayName?: string;
}

/**
 * Brings back, in the order of pool and provider, what a plan would make and Google still has, and gives what terraform is
 * to be told of. What goes by the same name and is another's is left as it is, for terraform to refuse; so is everything
 * where IAM does not tell. What was brought back by a run that came no further is found again. Rejects with a
 * `HopspanError` where something does not come back.
 */
export async function unbury(
  changes: readonly ResourceChange[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly Buried[]> {
  const wanted = changes.filter(({ change }) => change.actions.join() === "create").flatMap((each) => idOf(each) ?? []);
  const all: Buried[] = [];
  // A provider is not to be seen before its pool is back.
  for (const { address, id, displayName } of wanted.toSorted((one, two) => one.id.length - two.id.length)) {
    const found = await ask<Found>("iam", `/v1/${id}`, { environment }).catch(() => undefined);
    if (found === undefined || found.displayName !== displayName) continue;
    if (found.state === "DELETED") await undelete(id, environment);
    all.push({ address, id });
  }
  return all;
}

const POOL = "google_iam_workload_identity_pool";

/** By the project's id: what is imported by its number, terraform takes for another project's, and makes anew. */
function idOf({ address, type, change: { after } }: ResourceChange) {
  if (type !== POOL && type !== `${POOL}_provider`) return undefined;
  const text = (name: string) => String(after?.[name] ?? "");
  const pool = `projects/${text("project")}/locations/global/workloadIdentityPools/${text("workload_identity_pool_id")}`;
  const provider = type === POOL ? "" : `/providers/${text("workload_identity_pool_provider_id")}`;
  return { address, id: `${pool}${provider}`, displayName: text("display_name") };
}

const TRIES = 60;
const PAUSE_MS = 1_000;

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools/undelete: takes a moment. */
async function undelete(id: string, environment: NodeJS.ProcessEnv): Promise<void> {
  await ask("iam", `/v1/${id}:undelete`, { method: "POST", environment });
  for (let tries = 0; tries < TRIES; tries++) {
    const { state } = (await ask<Found>("iam", `/v1/${id}`, { environment })) ?? {};
    if (state === "ACTIVE") return;
    await setTimeout(PAUSE_MS);
  }
  throw new HopspanError("UNREACHABLE", `${id} was deleted and does not come back: run the command again`, true);
}
