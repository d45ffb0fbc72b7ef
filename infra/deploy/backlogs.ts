// How many messages wait in subscriptions: Pub/Sub itself does not say, Cloud Monitoring does.

import { GoogleAuth } from "google-auth-library";
import { HopspanError } from "../../shared/core/errors.ts";
import type { Holders } from "./holders.ts";

/** A subscription with messages in it. */
export interface Backlog {
  readonly name: string;
  readonly count: number;
}

/** https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub: sampled every 60 s, up to 2 minutes late. */
const METRIC = "pubsub.googleapis.com/subscription/num_undelivered_messages";

const LOOK_BACK_MS = 600_000;

const MONITORING = "https://monitoring.googleapis.com";

/**
 * The last count of each of these subscriptions that is above zero, a few minutes old at most. `MONITORING_HOST` leads to
 * another server, without credentials. Rejects with a `HopspanError` where nobody answers.
 */
export async function backlogs(
  { subscriptions }: Pick<Holders, "subscriptions">,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Backlog[]> {
  const asked = [...subscriptions].map(async ([project, names]) => {
    const series = await pages(`/v3/projects/${project}/timeSeries?${query(Date.now())}`, environment);
    return series.map(backlogOf).filter(({ name, count }) => names.has(name) && count > 0);
  });
  return (await Promise.all(asked)).flat();
}

const query = (now: number): URLSearchParams =>
  new URLSearchParams({
    filter: `metric.type = "${METRIC}"`,
    "interval.startTime": new Date(now - LOOK_BACK_MS).toISOString(),
    "interval.endTime": new Date(now).toISOString(),
  });

const backlogOf = ({ resource, points }: Series): Backlog => ({
  name: resource?.labels?.["subscription_id"] ?? "",
  count: Number(points?.[0]?.value?.int64Value ?? 0),
});

interface Series {
  readonly resource?: { readonly labels?: Readonly<Record<string, string>> };
  /** Newest first. */
  readonly points?: readonly { readonly value?: { readonly int64Value?: string } }[];
}

interface Page {
  readonly timeSeries?: readonly Series[];
  readonly nextPageToken?: string;
}

async function pages(path: string, environment: NodeJS.ProcessEnv): Promise<readonly Series[]> {
  const host = environment["MONITORING_HOST"];
  const headers = host === undefined ? await credentials() : {};
  const all: Series[] = [];
  let token = "";
  do {
    const page = await get(
      `${host ?? MONITORING}${path}${token && `&pageToken=${encodeURIComponent(token)}`}`,
      headers,
    );
    all.push(...(page.timeSeries ?? []));
    token = page.nextPageToken ?? "";
  } while (token !== "");
  return all;
}

/** Those of whoever deploys, as terraform's. */
async function credentials(): Promise<Readonly<Record<string, string>>> {
  const auth = new GoogleAuth({ scopes: ["https://www.googleapis.com/auth/monitoring.read"] });
  try {
    return Object.fromEntries(await auth.getRequestHeaders());
  } catch (cause) {
    throw unknown("there are no credentials", cause);
  }
}

async function get(url: string, headers: Readonly<Record<string, string>>): Promise<Page> {
  const answer = await fetch(url, { headers }).catch((cause: unknown) => {
    throw unknown("Cloud Monitoring can't be reached", cause);
  });
  if (!answer.ok) throw unknown(`Cloud Monitoring says ${answer.status}`);
  return (await answer.json()) as Page;
}

const unknown = (why: string, cause?: unknown) =>
  new HopspanError(
    "UNREACHABLE",
    `how many messages wait in Google Cloud could not be asked (${why}): mend that, or use --drop-messages`,
    true,
    cause,
  );
