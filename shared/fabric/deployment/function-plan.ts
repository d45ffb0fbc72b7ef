// The settings of a link's function: where it runs, how large it is, who it is, and all that it may do.

import { homeQueue } from "../dead-letters.ts";
import type { Fabric } from "../fabric.ts";
import type { Link } from "../link.ts";
import type { TransformTable } from "../rules/transforms.ts";
import { functionSize } from "./function-size.ts";
import { type Grant, grants } from "./grants.ts";
import { accountEmail, awsAudience, hopOf, lambdaName, roleName, runName, serviceAccountId } from "./identity.ts";
import { type SecretPlan, secretPlans } from "./secret-plan.ts";

interface Common {
  readonly link: Link;
  readonly hop: string;
  readonly name: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly maxConcurrency?: number;
  /** How old the oldest waiting message may get before somebody is told. */
  readonly ageBudgetSeconds: number;
  readonly secrets: readonly SecretPlan[];
  /** Exactly what the link needs, in either cloud. */
  readonly grants: readonly Grant[];
}

/** A function on AWS Lambda. */
export interface LambdaPlan extends Common {
  readonly cloud: "aws";
  readonly account: string;
  readonly region: string;
  readonly role: string;
  readonly pollers?: { readonly min?: number | undefined; readonly max?: number | undefined };
}

/** A function on Cloud Run. `awsRole` is there where it reaches a queue. */
export interface RunPlan extends Common {
  readonly cloud: "gcp";
  readonly project: string;
  readonly region: string;
  readonly serviceAccount: string;
  readonly email: string;
  readonly awsRole?: { readonly account: string; readonly name: string; readonly audience: string };
  readonly cpu: string;
  /** Pushes that one instance handles at a time: they share its connections, and batches to a queue. */
  readonly concurrency: number;
}

export type FunctionPlan = LambdaPlan | RunPlan;

/** Told after this where a hop does not say: nobody is waiting, or somebody is (`latency: low`). In seconds. */
const AGE_BUDGET_SECONDS = { normal: 900, low: 300 };

/**
 * How often an instance on Cloud Run writes a summary, in seconds. Ours: a push carries one message, and a line for each
 * would cost more than all else that the message does.
 */
export const SUMMARY_SECONDS = 10;

/** CPUs by the memory that needs so many, in MiB, and is allowed with one: https://docs.cloud.google.com/run/docs/configuring/services/memory-limits */
const CPUS: readonly (readonly [aboveMb: number, cpus: string])[] = [
  [8_192, "4"],
  [4_096, "2"],
  [0, "1"],
];

/** One CPU is enough for any link; more of them only where Cloud Run asks for them. */
const cpusFor = (memoryMb: number): string => CPUS.find(([above]) => memoryMb > above)?.[1] ?? "1";

/** Loads the link's transforms to see which secrets they ask for; `link` is one of the fabric's own. */
export async function functionPlan(fabric: Fabric, link: Link, table?: TransformTable): Promise<FunctionPlan> {
  const hop = fabric.hops.get(hopOf(link));
  const { pollers } = hop?.run ?? {};
  const { memoryMb, maxConcurrency, concurrency } = functionSize(fabric, link);
  const secrets = await secretPlans(fabric, link, table);
  const common = {
    link,
    hop: hopOf(link),
    memoryMb,
    timeoutSeconds: link.timeoutSeconds,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ageBudgetSeconds: hop?.maxAgeSeconds ?? AGE_BUDGET_SECONDS[hop?.latency ?? "normal"],
    secrets,
    grants: grants(fabric, link, secrets),
  };
  if (link.deadLetters.broker === "sqs") {
    const { account, region } = link.deadLetters;
    const role = roleName(link);
    return { ...common, cloud: "aws", name: lambdaName(link), account, region, role, ...(pollers ? { pollers } : {}) };
  }
  const { project } = link.deadLetters;
  return {
    ...common,
    ...whoInGoogle(fabric, link, project),
    cloud: "gcp",
    name: runName(link),
    region: fabric.gcp?.region ?? link.deadLetters.region,
    cpu: cpusFor(memoryMb),
    concurrency,
  };
}

/** The role in AWS stands beside the queues; where they are other systems' or of several accounts, in the fabric's own account. */
function whoInGoogle(fabric: Fabric, link: Link, project: string) {
  const serviceAccount = serviceAccountId(link);
  const accounts = link.targets.flatMap((target) =>
    target.broker === "sqs" ? [homeQueue(fabric, target).account] : [],
  );
  const [account] = accounts;
  const role = { name: roleName(link), audience: awsAudience(link) };
  return {
    project,
    serviceAccount,
    email: accountEmail(serviceAccount, project),
    ...(account === undefined
      ? {}
      : { awsRole: { account: new Set(accounts).size === 1 ? account : (fabric.aws?.account ?? account), ...role } }),
  };
}
