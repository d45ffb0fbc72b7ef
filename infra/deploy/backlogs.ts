// How many messages wait in subscriptions: Pub/Sub itself does not say, Cloud Monitoring does.

import { GoogleAuth } from "google-auth-library";
import { HopspanError } from "../../shared/core/errors.ts";
import type { Deployment } from "../../shared/fabric/deployment/deployment.ts";

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
 * The last count of each of the fabric's subscriptions that is above zero, a few minutes old at most. `MONITORING_HOST`
 * leads to another server, without credentials. Rejects with a `HopspanError` where nobody answers: what is not known
 * is not taken for nothing.
 */
export async function backlogs(
  { subscriptions, topics, gcp }: Deployment,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Backlog[]> {
  const keepers = topics.flatMap(({ keeper }) => (keeper === undefined ? [] : [keeper.name]));
  const names = new Set([...subscriptions.map(({ name }) => name), ...keepers]);
  if (gcp === undefined || names.size === 0) return [];
  const now = Date.now();
  const query = new URLSearchParams({
    filter: `metric.type = "${METRIC}"`,
    "interval.startTime": new Date(now - LOOK_BACK_MS).toISOString(),
    "interval.endTime": new Date(now).toISOString(),
  });
  const path = `/v3/projects/${gcp.project}/timeSeries?${query}`;
  const series = await pages(path, environment);
  return series
    .map(({ resource, points }) => ({
      name: resource?.labels?.["subscription_id"] ?? "",
      count: Number(points?.[0]?.value?.int64Value ?? 0),
    }))
    .filter(({ name, count }) => names.has(name) && count > 0);
}

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
  return Object.fromEntries(await auth.getRequestHeaders().catch((cause: unknown) => Promise.reject(unknown(cause))));
}

async function get(url: string, headers: Readonly<Record<string, string>>): Promise<Page> {
  const answer = await fetch(url, { headers }).catch((cause: unknown) => Promise.reject(unknown(cause)));
  if (!answer.ok) throw unknown(new Error(`status ${answer.status}`));
  return (await answer.json()) as Page;
}

const unknown = (cause: unknown) =>
  new HopspanError(
    "BACKLOG",
    "how many messages wait in Google Cloud could not be asked (Cloud Monitoring did not answer): repeat it, or use --drop-messages",
    true,
    cause,
  );
