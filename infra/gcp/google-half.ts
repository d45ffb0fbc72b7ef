// The whole Google half of a fabric, in the order in which it comes to be.

import type { TerraformStack } from "cdktf";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { federation } from "./federation.ts";
import { grantsOf } from "./grants.ts";
import { tell } from "./outputs.ts";
import { runHalf } from "./run-half.ts";
import { site } from "./site.ts";
import type { ArchiveOf } from "./source/upload.ts";
import { topics } from "./topics.ts";

/** Fills an empty stack; `archiveOf` is asked for each source that a function is built from. */
export function googleHalf(stack: TerraformStack, deployment: Deployment, archiveOf: ArchiveOf): void {
  const here = site(stack, deployment);
  const topic = topics(here, () => undefined);
  const inPool = federation(here);
  for (const plan of deployment.functions) if (plan.cloud === "aws") grantsOf(here, plan, topic, inPool);
  tell(stack, runHalf(here, topic, archiveOf));
}
