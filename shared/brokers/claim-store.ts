// Which store an endpoint's bodies lie in: that of its cloud, or a folder where a local run says so.

import type { ClaimPlace, ClaimStore } from "./claims.ts";

/** Names the folder; set by a local run. */
export const CLAIMS_FOLDER = "HOPSPAN_CLAIMS";

/** Loads nothing of a cloud where a folder stands for it; `inCloud` is not called then. */
export async function claimStore(
  { bucket }: ClaimPlace,
  env: NodeJS.ProcessEnv,
  inCloud: () => Promise<ClaimStore>,
): Promise<ClaimStore> {
  const folder = env[CLAIMS_FOLDER];
  return folder ? (await import("./folder-store.ts")).folderStore(folder, bucket) : inCloud();
}
