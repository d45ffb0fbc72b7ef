// Links in Google Cloud: functions and who they are in both clouds, and what all of them share.

import { deriveName } from "../../derive-name.ts";
import type { Deployment } from "../deployment.ts";
import type { RunPlan } from "../function-plan.ts";
import { sharedAccountId } from "../identity.ts";
import { linkSettings, secretSettings } from "./link-settings.ts";
import { ownerOfLink } from "./owner.ts";
import { rightsInAws, rightsInGoogle } from "./rights.ts";
import { type Entry, entry, settingsOf } from "./thing.ts";

/** A function, its service account, and the role in AWS that trusts it where it reaches a queue. */
export function runThings(plan: RunPlan): readonly Entry[] {
  const { name, project, region, link, memoryMb, timeoutSeconds, cpu, concurrency, maxConcurrency, awsRole } = plan;
  const of = ownerOfLink(link.name);
  const size = { memoryMb, timeoutSeconds, cpu, concurrency, maxConcurrency };
  const role = awsRole === undefined ? undefined : `${awsRole.account}/${awsRole.name}`;
  const told = { ...linkSettings(link), ...settingsOf({ ...size, awsRole: role }), ...secretSettings(plan) };
  return [
    entry(["gcp", "function"], [project, region], name, of, told),
    entry(["gcp", "account"], [project], plan.serviceAccount, of, rightsInGoogle(plan.grants)),
    ...roleThings(plan, of),
  ];
}

/** The role stands in the queue's region; no role has one, but its stack does. */
function roleThings({ awsRole, link, email, grants }: RunPlan, of: string): readonly Entry[] {
  const [target] = link.targets;
  if (awsRole === undefined || target.broker !== "sqs") return [];
  const place = [awsRole.account, target.region];
  const trust = settingsOf({ trusts: email, audience: awsRole.audience });
  return [entry(["aws", "role"], place, awsRole.name, of, { ...trust, ...rightsInAws(grants, place) })];
}

/** https://cloud.google.com/artifact-registry/docs/repositories/create-repos, in characters. */
const NAME_CHARACTERS = 63;

/** What builds the functions and what calls them: once per fabric that has any. */
export function sharedRunThings({ fabric, gcp, functions }: Deployment): readonly Entry[] {
  if (gcp === undefined || !functions.some(({ cloud }) => cloud === "gcp")) return [];
  const { project, region } = gcp;
  return [
    entry(["gcp", "account"], [project], sharedAccountId(fabric, "push"), undefined, { for: "calls the functions" }),
    entry(["gcp", "account"], [project], sharedAccountId(fabric, "build"), undefined, { for: "builds the functions" }),
    entry(["gcp", "build"], [project], deriveName(["hopspan", fabric], NAME_CHARACTERS), undefined, {
      location: region,
    }),
  ];
}
