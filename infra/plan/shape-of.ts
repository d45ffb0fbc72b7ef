// A planned function as the cost model wants to see it, and what a fabric costs whatever it carries.

import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { type FunctionPlan, SUMMARY_SECONDS } from "../../shared/fabric/deployment/function-plan.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import type { FabricShape, LinkShape, QueueShape, TopicShape } from "../cost/shape.ts";
import { ageBudgets } from "../gcp/watch/age-budgets.ts";
import { chunks, NAMES_CHARACTERS } from "../gcp/watch/chunks.ts";

/** How long logs are kept, in days, and that platforms write none of their own per call: as both halves set it. */
const LOGS = { summaries: true, platform: false, retentionDays: 30 };

/** How long a push waits for others to share a request with, in milliseconds: as the functions' handlers set it. */
const LINGER_MS = 5;

/** Pure; `plan` is one of the deployment's functions. */
export function shapeOf({ topics }: Deployment, plan: FunctionPlan): LinkShape {
  const { link, region, memoryMb, timeoutSeconds, maxConcurrency, secrets } = plan;
  const end = (endpoint: Endpoint): QueueShape | TopicShape =>
    endpoint.broker === "sqs" ? endpoint : { ...endpoint, ...landingOf(topics, endpoint.name) };
  const common = {
    name: link.name,
    region,
    memoryMb,
    timeoutSeconds,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    targets: link.targets.map(end),
    secrets: secrets.length,
    logs: LOGS,
  };
  if (plan.cloud === "aws") {
    const { source } = link;
    if (source.broker !== "sqs" || !("batch" in link)) throw new Error(`link ${link.name} runs on AWS without a queue`);
    const pollers = plan.pollers === undefined ? {} : { pollers: plan.pollers };
    return { ...common, cloud: "aws", source, batch: link.batch, ...pollers };
  }
  const { source } = link;
  if (source.broker !== "pubsub") throw new Error(`link ${link.name} runs on Google Cloud without a topic`);
  const logs = { ...LOGS, summarySeconds: SUMMARY_SECONDS };
  return {
    ...common,
    logs,
    cloud: "gcp",
    source,
    cpu: Number(plan.cpu),
    concurrency: plan.concurrency,
    lingerMs: LINGER_MS,
  };
}

const landingOf = (topics: Deployment["topics"], name: string): Pick<TopicShape, "landing"> => {
  const landing = topics.find(({ endpoint }) => endpoint.name === name)?.landing;
  if (landing === undefined) return {};
  return { landing: landing.bigquery === undefined ? "gcs" : "bigquery" };
};

/** What an alarm over several metrics is billed by: one alarm for each metric in it. */
const QUEUES_PER_ACCOUNT = 9;

/**
 * Alarms as AWS bills them, by the metric: age, errors, throttles and deletions of each function from a queue, one for
 * each queue of dead letters, one for what nine functions settled. Google bills conditions, which look at many
 * subscriptions each.
 */
export function fabricShape(deployment: Deployment): FabricShape {
  const { functions, queues } = deployment;
  const polled = functions.filter(({ cloud }) => cloud === "aws").length;
  const dead = queues.filter(({ role }) => role === "dead-letters").length;
  const accounts = Math.ceil(polled / QUEUES_PER_ACCOUNT);
  return {
    alarms: 4 * polled + dead + accounts,
    dashboards: polled > 0 ? 1 : 0,
    customMetrics: accounts,
    alertConditions: conditionsOf(deployment),
  };
}

/** A push fails in three ways; what was acknowledged and what was settled are held against each other once. */
function conditionsOf(deployment: Deployment): number {
  const { topics, subscriptions, functions } = deployment;
  const filters = (names: readonly string[]) => chunks(names, NAMES_CHARACTERS).length;
  const late = [...ageBudgets(deployment).values()].reduce((sum, names) => sum + filters(names), 0);
  const dead = filters(topics.flatMap(({ keeper }) => (keeper === undefined ? [] : [keeper.name])));
  const pushes = 3 * filters(subscriptions.map(({ name }) => name));
  return late + dead + pushes + (functions.some(({ cloud }) => cloud === "gcp") ? 1 : 0);
}
