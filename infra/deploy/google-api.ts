// Google Cloud asked directly, for the few things that terraform does not tell or do.

import { HopspanError } from "../../shared/core/errors.ts";
import { googleHeaders } from "./google-credentials.ts";

interface Api {
  readonly name: string;
  readonly scope: string;
}

const APIS = {
  bigquery: { name: "BigQuery", scope: "bigquery.readonly" },
  cloudkms: { name: "Cloud KMS", scope: "cloudkms" },
  iam: { name: "IAM", scope: "cloud-platform" },
  monitoring: { name: "Cloud Monitoring", scope: "monitoring.read" },
  pubsub: { name: "Pub/Sub", scope: "pubsub" },
  storage: { name: "Cloud Storage", scope: "devstorage.read_write" },
} as const satisfies Readonly<Record<string, Api>>;

/** A service that can be asked. */
export type Service = keyof typeof APIS;

/** How one request is made, if it is not a plain look. */
export interface Asking {
  readonly method?: "DELETE" | "GET" | "POST";
  /** Sent as JSON. */
  readonly body?: object;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a 404 with this text says that there is nothing; where absent, every 404 does. */
  readonly saysNothing?: (text: string) => boolean;
}

/**
 * What a service answers at a path, as the reader of it expects; undefined where there is no such thing. `MONITORING_HOST`
 * and the like lead to another server, without credentials. Rejects with a `HopspanError` that says who did not answer, and why; it has a
 * `cause` exactly where nothing was answered at all.
 */
export async function ask<Answer>(service: Service, path: string, asking: Asking): Promise<Answer | undefined> {
  const { name } = APIS[service];
  const answer = await request(service, path, asking);
  if (answer.status === 404 && (asking.saysNothing?.(await answer.text()) ?? true)) return undefined;
  if (!answer.ok) throw unanswered(`${name} says ${answer.status}`);
  const text = await answer.text();
  return (text === "" ? {} : JSON.parse(text)) as Answer;
}

async function request(service: Service, path: string, asking: Asking): Promise<Response> {
  const { method = "GET", body, environment } = asking;
  const { name, scope } = APIS[service];
  const host = environment[`${service.toUpperCase()}_HOST`];
  const headers = host === undefined ? await credentials(scope, environment) : {};
  const sent =
    body === undefined
      ? { method, headers }
      : { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
  return fetch(`${host ?? `https://${service}.googleapis.com`}${path}`, sent).catch((cause: unknown) => {
    throw unanswered(`${name} can't be reached`, cause);
  });
}

const credentials = (scope: string, environment: NodeJS.ProcessEnv) =>
  googleHeaders(`https://www.googleapis.com/auth/${scope}`, environment).catch((cause: unknown) => {
    throw unanswered(
      "there are no credentials for Google Cloud: run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
      cause,
    );
  });

/** All pages of a list, by the name that its items have in an answer. */
export async function askAll<Item>(
  service: Service,
  path: string,
  items: string,
  asking: Asking,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let token = "";
  do {
    const more = token === "" ? "" : `${path.includes("?") ? "&" : "?"}pageToken=${encodeURIComponent(token)}`;
    const page = (await ask<Page>(service, `${path}${more}`, asking)) ?? {};
    all.push(...((page[items] as readonly Item[] | undefined) ?? []));
    token = String(page["nextPageToken"] ?? "");
  } while (token !== "");
  return all;
}

type Page = Readonly<Record<string, unknown>>;

const unanswered = (why: string, cause?: unknown) => new HopspanError("UNREACHABLE", why, true, cause);
