// The functions of links that start at a topic: one per link, called by its own push subscription only.

import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js";
import { Cloudfunctions2Function } from "@cdktf/provider-google/lib/cloudfunctions2-function/index.js";
import type { ServiceAccount } from "@cdktf/provider-google/lib/service-account/index.js";
import type { ITerraformDependable } from "cdktf";
import type { RunPlan } from "../../shared/fabric/deployment/function-plan.ts";
import type { Site } from "./site.ts";
import type { Build } from "./source/build.ts";
import { told } from "./told.ts";

/** What a function needs to be there first. */
export interface Needs {
  readonly build: Build;
  /** The name of its source in the bucket. */
  readonly source: string;
  readonly account: ServiceAccount;
  readonly rights: readonly ITerraformDependable[];
}

/** https://docs.cloud.google.com/run/docs/runtimes/function-runtimes */
const RUNTIME = "nodejs24";

/**
 * `maxInstanceCount` is set where the hop asks for it: without it Cloud Run holds it at 100 instances, more than the
 * 3,000 pushes that Pub/Sub has out at a time for a subscription need (https://docs.cloud.google.com/pubsub/docs/push).
 */
export function aFunction({ stack, idOf, api, labels }: Site, plan: RunPlan, needs: Needs): Cloudfunctions2Function {
  const { build, source, account, rights } = needs;
  const { link, name, project, region, memoryMb, cpu, concurrency, maxConcurrency, timeoutSeconds } = plan;
  return new Cloudfunctions2Function(stack, `function_${idOf(link.name)}`, {
    project,
    location: region,
    name,
    description: `Carries ${link.name}`,
    labels,
    buildConfig: {
      runtime: RUNTIME,
      entryPoint: "handler",
      serviceAccount: build.account.name,
      dockerRepository: build.repository.id,
      source: { storageSource: { bucket: build.bucket.name, object: source } },
    },
    serviceConfig: {
      serviceAccountEmail: account.email,
      availableMemory: `${memoryMb}Mi`,
      availableCpu: cpu,
      maxInstanceRequestConcurrency: concurrency,
      ...(maxConcurrency === undefined ? {} : { maxInstanceCount: maxConcurrency }),
      timeoutSeconds,
      // A push subscription of the same project counts as inside: https://docs.cloud.google.com/run/docs/securing/ingress
      ingressSettings: "ALLOW_INTERNAL_ONLY",
      allTrafficOnLatestRevision: true,
      environmentVariables: told(plan).variables,
    },
    dependsOn: [api("cloudfunctions"), api("run"), api("cloudbuild"), api("logging"), ...build.rights, ...rights],
  });
}

/** Lets the push account, and nobody else, call a function. */
export function invoker(
  { stack, idOf }: Site,
  { link, project, region }: RunPlan,
  called: Cloudfunctions2Function,
  caller: ServiceAccount,
): CloudRunV2ServiceIamMember {
  return new CloudRunV2ServiceIamMember(stack, `invoker_${idOf(link.name)}`, {
    project,
    location: region,
    name: called.name,
    role: "roles/run.invoker",
    member: caller.member,
  });
}
