// A planned function as the cost model wants to see it, and what a fabric costs whatever it carries.

import { ageBudgets } from "../../shared/fabric/deployment/age-budgets.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";
import { type FunctionPlan, SUMMARY_SECONDS } from "../../shared/fabric/deployment/function-plan.ts";
import { LOG_DAYS } from "../../shared/fabric/deployment/things/lambda-things.ts";
import { placesHeld } from "../../shared/fabric/deployment/things/places.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";
import type { FabricShape, LinkShape, QueueShape, TopicShape } from "../cost/shape.ts";
import { chunks, NAMES_CHARACTERS } from "../gcp/watch/chunks.ts";
import { sharesOf } from "./shares-of.ts";

/** How long logs are kept, and that platforms write none of their own per call: as both halves set it. */
const LOGS = { summaries: true, platform: false, retentionDays: LOG_DAYS };

/** How long a push waits for others to share a request with, in milliseconds: as the functions' handlers set it. */
const LINGER_MS = 5;

/** Pure; `plan` is one of the deployment's functions. */
export function shapeOf(deployment: Deployment, plan: FunctionPlan): LinkShape {
  const { topics } = deployment;
  const { link, region, memoryMb, timeoutSeconds, maxConcurrency, secrets } = plan;
  const end = (endpoint: Endpoint): QueueShape | TopicShape =>
    endpoint.broker === "sqs"
      ? endpoint
      : { ...endpoint, ...landingOf(topics, endpoint.name), ...keptBy(topics, endpoint.name) };
  const shares = sharesOf(link);
  const common = {
    name: link.name,
    // An inner queue has the name of the link that it is there for.
    ...(link.source.name.includes("/") ? {} : { takes: link.source.name }),
    region,
    memoryMb,
    timeoutSeconds,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    targets: link.targets.map(end),
    ...(shares === undefined ? {} : { shares }),
    // What a data key costs is its owner's: the key that wraps it, whoever else uses that.
    secrets: secrets.filter((secret) => "store" in secret).length,
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
    source: isFirst(deployment, plan) ? { ...source, ...keptBy(topics, source.name) } : source,
    cpu: Number(plan.cpu),
    concurrency: plan.concurrency,
    lingerMs: LINGER_MS,
  };
}

const landingOf = (topics: Deployment["topics"], name: string): Pick<TopicShape, "landing"> => {
  const landing = topics.find(({ endpoint }) => endpoint.name === name)?.landing;
  if (landing === undefined) return {};
  if (landing.bigquery === undefined) return { landing: "gcs" };
  return { landing: landing.bigquery.key === undefined ? "bigquery" : "keyed" };
};

const keptBy = (topics: Deployment["topics"], name: string): Pick<TopicShape, "retentionSeconds"> => {
  const seconds = topics.find(({ endpoint, role }) => endpoint.name === name && role === "made")?.retentionSeconds;
  return seconds === undefined ? {} : { retentionSeconds: seconds };
};

/** What others publish to a topic that keeps it is counted once: with the first link that takes it. */
function isFirst({ functions }: Deployment, { link }: FunctionPlan): boolean {
  const isSentTo = functions.some(({ link: { targets } }) => targets.some(({ name }) => name === link.source.name));
  return !isSentTo && functions.find((each) => each.link.source.name === link.source.name)?.link.name === link.name;
}

/** What an alarm over several metrics is billed by: one alarm for each metric in it. */
const QUEUES_PER_ACCOUNT = 9;

/**
 * Alarms as AWS bills them, by the metric: age, errors, throttles and deletions of each function from a queue, one for
 * each queue of dead letters, one for what nine functions settled; a dashboard in each account and region. Google bills
 * conditions, which look at many subscriptions each.
 */
export function fabricShape(deployment: Deployment): FabricShape {
  const places = placesHeld(deployment).map(({ account, dead, lambdas }) => {
    // A queue of another account is seen by nobody here.
    const seen = lambdas.filter(({ link: { source } }) => source.broker === "sqs" && source.account === account).length;
    const accounts = Math.ceil(seen / QUEUES_PER_ACCOUNT);
    const dashboards = lambdas.length > 0 ? 1 : 0;
    return { alarms: 2 * seen + 2 * lambdas.length + dead.length + accounts, dashboards, customMetrics: accounts };
  });
  const sum = (of: "alarms" | "dashboards" | "customMetrics") => places.reduce((total, place) => total + place[of], 0);
  return {
    alarms: sum("alarms"),
    dashboards: sum("dashboards"),
    customMetrics: sum("customMetrics"),
    alertConditions: conditionsOf(deployment),
    ...unmetered(deployment),
  };
}

function unmetered({ landings, functions }: Deployment): Pick<FabricShape, "unmetered"> {
  const sentTo = new Set(functions.flatMap(({ link }) => link.targets.map(({ name }) => name)));
  const alone = landings.flatMap(({ topic }) => (sentTo.has(topic.name) ? [] : [topic.name]));
  return alone.length === 0 ? {} : { unmetered: alone };
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
