// Everything that carries messages out of topics: functions, who they are, and the subscriptions that call them.

import type { RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import { functionAccount, pushAccount } from "./accounts.ts";
import { aFunction, invoker } from "./functions.ts";
import { grantsOf, type Refs } from "./grants.ts";
import type { Made } from "./outputs.ts";
import { push } from "./pushes.ts";
import type { Site } from "./site.ts";
import { type Build, build } from "./source/build.ts";
import { type ArchiveOf, uploads } from "./source/upload.ts";

/** Nothing is made where no link starts at a topic. */
export function runHalf(site: Site, refs: Refs, archiveOf: ArchiveOf): readonly Made[] {
  const plans = site.deployment.functions.filter((plan): plan is RunPlan => plan.cloud === "gcp");
  if (plans.length === 0) return [];
  const parts = { refs, build: build(site), caller: pushAccount(site) };
  const sourceOf = uploads(site, parts.build, archiveOf);
  return plans.map((plan) => carrier(site, plan, sourceOf(plan), parts));
}

interface Parts {
  readonly refs: Refs;
  readonly build: Build;
  readonly caller: ReturnType<typeof pushAccount>;
}

/** A function with its rights, and the subscription that calls it: last, so that the first push finds all in place. */
function carrier(site: Site, plan: RunPlan, source: string, { refs, build: built, caller }: Parts): Made {
  const account = functionAccount(site, plan);
  const rights = grantsOf(site, plan, refs, () => account.member);
  const made = aFunction(site, plan, { build: built, source, account, rights });
  const mayCall = invoker(site, plan, made, caller.account);
  for (const subscription of site.deployment.subscriptions)
    if (subscription.link === plan.link.name)
      push(site, subscription, refs.topic, {
        function: made,
        caller: caller.account,
        rights: [caller.mayAsk, mayCall],
      });
  return { link: plan.link.name, account, function: made };
}
