// The whole Google half of a fabric, in the order in which it comes to be.

import type { TerraformStack } from "cdktf";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { claimBuckets } from "./claim-buckets.ts";
import { federation } from "./federation.ts";
import { grantsOf } from "./grants.ts";
import { landings } from "./landing/landings.ts";
import { tell } from "./outputs.ts";
import { runHalf } from "./run-half.ts";
import { topicSchemas } from "./schemas.ts";
import { site } from "./site.ts";
import type { ArchiveOf } from "./source/upload.ts";
import { topics } from "./topics.ts";
import { watch } from "./watch/watch.ts";

/** What a half is made with beside its deployment. */
export interface HalfOptions {
  /** Asked for each source that a function is built from. */
  readonly archiveOf: ArchiveOf;
  /** True where nothing but terraform itself would ask before a table goes with its rows. */
  readonly protectsRows: boolean;
}

/** Fills an empty stack. */
export function googleHalf(stack: TerraformStack, deployment: Deployment, options: HalfOptions): void {
  const here = site(stack, deployment, options.protectsRows);
  const topic = topics(here, topicSchemas(here));
  const refs = { topic, bucket: claimBuckets(here) };
  const inPool = federation(here);
  for (const plan of deployment.functions) if (plan.cloud === "aws") grantsOf(here, plan, refs, inPool);
  tell(stack, here, runHalf(here, refs, options.archiveOf));
  landings(here, topic);
  watch(here);
}
