// The settings of a link's function: where it runs, how large it is, who it is, and all that it may do.

import { homeQueue } from "../dead-letters.ts";
import type { Fabric, Hop } from "../fabric.ts";
import type { Crossing, Link } from "../link.ts";
import { instancesOf, mostWaiting } from "../pace.ts";
import type { TransformTable } from "../rules/transforms.ts";
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
 * Memory in MB. Ours, by what functions were seen to hold at most (`node test/bench/memory.ts`, MiB of the whole process):
 * from a queue with the 6 MB that Lambda hands over at most 223 to a topic and 275 to a queue, of which 20 are the bench's
 * own; on Cloud Run 80 pushes of 60 KB at a time 350. So many pushes of 1 MB take 1,000: `function.memoryMb` is for those.
 */
const MEMORY_MB: Readonly<Record<Crossing, number>> = {
  "sqs-to-pubsub": 256,
  "sqs-to-sqs": 384,
  "pubsub-to-sqs": 512,
  "pubsub-to-pubsub": 512,
};

/**
 * Where bodies lie elsewhere at either end, in MB, and how many pushes at a time: a body is in memory up to five times over, and
 * `CLAIM_LIMITS` of the brokers says how large those are that a source points to. Ours.
 */
const CLAIMS_MB = 1_024;
const CLAIM_PUSHES = { source: 4, target: 16 };

/**
 * How often an instance on Cloud Run writes a summary, in seconds. Ours: a push carries one message, and a line for each
 * would cost more than all else that the message does.
 */
export const SUMMARY_SECONDS = 10;

/** Cloud Run's own default for services; more than one at a time needs a whole CPU: https://docs.cloud.google.com/run/docs/about-concurrency */
const CONCURRENCY = 80;

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
  const { memoryMb, pollers } = hop?.run ?? {};
  const maxConcurrency = hop === undefined ? undefined : instancesFor(hop, link);
  const secrets = await secretPlans(fabric, link, table);
  const common = {
    link,
    hop: hopOf(link),
    memoryMb: memoryMb ?? (hasClaims(link) ? CLAIMS_MB : MEMORY_MB[link.crossing]),
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
    cpu: cpusFor(common.memoryMb),
    concurrency: pushesAtATime(link),
  };
}

/** A splitter before a rate sends as fast as it can. */
const instancesFor = (hop: Hop, { source, messagesPerSecond }: Link): number | undefined =>
  messagesPerSecond === undefined ? hop.run.maxConcurrency : instancesOf(hop, source.broker);

/** Where a rate holds them up, no more than come to their turn while they wait; with large bodies, as many as fit. */
function pushesAtATime(link: Link): number {
  const { messagesPerSecond, timeoutSeconds, source } = link;
  const fitting = source.claimCheck ? CLAIM_PUSHES.source : hasClaims(link) ? CLAIM_PUSHES.target : CONCURRENCY;
  return messagesPerSecond === undefined ? fitting : Math.min(fitting, mostWaiting(messagesPerSecond, timeoutSeconds));
}

const hasClaims = ({ source, targets }: Link): boolean =>
  [source, ...targets].some(({ claimCheck }) => claimCheck !== undefined);

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
