// How many messages wait in subscriptions: Pub/Sub itself does not say, Cloud Monitoring does.

import { HopspanError } from "../../shared/core/errors.ts";
import { askAll } from "./google-api.ts";
import type { Holders } from "./holders.ts";

/** A subscription with messages in it. */
export interface Backlog {
  readonly name: string;
  readonly count: number;
}

/** https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub: sampled every 60 s, up to 2 minutes late. */
const METRIC = "pubsub.googleapis.com/subscription/num_undelivered_messages";

const LOOK_BACK_MS = 600_000;

/**
 * The last count of each of these subscriptions that is above zero, a few minutes old at most. Rejects with a
 * `HopspanError` where nobody answers: what is not known is not taken for nothing.
 */
export async function backlogs(
  { subscriptions }: Pick<Holders, "subscriptions">,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Backlog[]> {
  const asked = [...subscriptions].map(async ([project, names]) => {
    const path = `/v3/projects/${project}/timeSeries?${query(Date.now())}`;
    const series = await askAll<Series>("monitoring", path, "timeSeries", { environment, saysNothing }).catch(unknown);
    const counted = series.map(backlogOf).filter(({ name }) => names.has(name));
    const odd = counted.find(({ count }) => Number.isNaN(count));
    if (odd !== undefined) unknown(new Error(`Cloud Monitoring has no count of subscription ${odd.name}`));
    return counted.filter(({ count }) => count > 0);
  });
  return (await Promise.all(asked)).flat();
}

/**
 * A project in which no subscription was ever counted does not have the metric. Any other 404, as of a project that is not
 * there or a proxy that knows no such page, tells nothing: https://cloud.google.com/monitoring/api/troubleshooting
 */
function saysNothing(text: string): boolean {
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly message?: unknown } };
    const message = String(error?.message);
    return message.startsWith("Cannot find metric") && message.includes(METRIC);
  } catch {
    return false;
  }
}

const query = (now: number): URLSearchParams =>
  new URLSearchParams({
    filter: `metric.type = "${METRIC}"`,
    "interval.startTime": new Date(now - LOOK_BACK_MS).toISOString(),
    "interval.endTime": new Date(now).toISOString(),
  });

const backlogOf = ({ resource, points }: Series): Backlog => ({
  name: resource?.labels?.["subscription_id"] ?? "",
  // Of what is counted, Number(undefined) is no number, and no answer.
  count: points?.[0] === undefined ? 0 : Number(points[0].value?.int64Value),
});

interface Series {
  readonly resource?: { readonly labels?: Readonly<Record<string, string>> };
  /** Newest first. */
  readonly points?: readonly { readonly value?: { readonly int64Value?: string } }[];
}

function unknown(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : "no answer";
  throw new HopspanError(
    "UNREACHABLE",
    `how many messages wait in Google Cloud could not be asked (${why}): mend that, or use --drop-messages`,
    true,
    cause,
  );
}
