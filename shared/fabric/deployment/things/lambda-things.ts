// A link on AWS: its function, what calls it, who it is, and where it writes.

import type { LambdaPlan } from "../function-plan.ts";
import { linkSettings, secretSettings } from "./link-settings.ts";
import { ownerOfLink } from "./owner.ts";
import { rightsInAws, rightsInGoogle } from "./rights.ts";
import { type Entry, entry, settingsOf } from "./thing.ts";

/** How long a function's log is kept, in days: the AWS half takes no word from the file on it. */
export const LOG_DAYS = 30;

/** What a function's things need to know beside its plan. */
export interface Around {
  /** Where Google knows the function by its role, where it has rights there. */
  readonly project: string;
  /** Endpoints that other stages take from as well. */
  readonly shared: ReadonlySet<string>;
}

/** All things of one link on AWS. */
export function lambdaThings(plan: LambdaPlan, { project, shared }: Around): readonly Entry[] {
  const { name, account, region, link, memoryMb, timeoutSeconds, grants } = plan;
  const place = [account, region];
  const of = ownerOfLink(link.name);
  const told = { ...linkSettings(link), memoryMb, timeoutSeconds, ...secretSettings(plan) };
  const may = rightsInAws(grants, place);
  const there = rightsInGoogle(grants);
  return [
    entry(["aws", "function"], place, name, of, told),
    entry(["aws", "event-source"], place, name, of, pollingOf(plan, shared)),
    entry(["aws", "role"], place, plan.role, of, { trusts: "lambda.amazonaws.com", ...may }),
    entry(["aws", "log"], place, name, of, { keptDays: LOG_DAYS }),
    ...(Object.keys(there).length === 0
      ? []
      : [entry(["gcp", "pool-member"], [project, account], plan.role, of, there)]),
  ];
}

function pollingOf({ link, maxConcurrency, pollers }: LambdaPlan, shared: Around["shared"]) {
  const batch = "batch" in link ? link.batch : undefined;
  return settingsOf({
    source: link.source.broker === "sqs" ? link.source.queue : undefined,
    shared: shared.has(link.source.name) ? true : undefined,
    maxMessages: batch?.maxMessages,
    windowSeconds: batch?.windowSeconds,
    maxConcurrency,
    minPollers: pollers?.min,
    maxPollers: pollers?.max,
  });
}
