// A Google Cloud of which pools, objects, tables and subscriptions can be asked, as its documents say; what was deleted can come back.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A pool or a provider by its path; `isComing` once it was asked back, until it was looked at again. */
interface Pool {
  state: "ACTIVE" | "DELETED";
  displayName: string;
  isComing?: boolean;
}

/** Pools and providers by their paths. */
export type Pools = Map<string, Pool>;

/** `status` is what everything is answered with, if not what there is. Lists are told one by one, a page each. */
export async function aGoogleApi(status?: number) {
  const pools: Pools = new Map();
  const objects = new Map<string, Set<string>>();
  const tables = new Map<string, readonly string[]>();
  const subscriptions = new Map<string, readonly string[]>();
  const asked: string[] = [];
  const answer = ({ method, url = "/" }: IncomingMessage): object | undefined => {
    const { pathname, searchParams } = new URL(url, "http://here");
    const path = decodeURIComponent(pathname);
    asked.push(`${method} ${path}`);
    const at = Number(searchParams.get("pageToken") ?? 0);
    const [, bucket = "", object] = /^\/storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(path) ?? [];
    if (object !== undefined) return objects.get(bucket)?.delete(object) ? {} : undefined;
    if (bucket !== "")
      return page(
        "items",
        [...(objects.get(bucket) ?? [])].map((name) => ({ name })),
        objects.has(bucket),
        at,
      );
    const [, dataset = ""] = /^\/bigquery\/v2\/projects\/([^/]+\/datasets\/[^/]+)\/tables$/.exec(path) ?? [];
    const inDataset = tables.get(dataset.replace("/datasets/", "/"));
    const references = (inDataset ?? []).map((tableId) => ({ tableReference: { tableId } }));
    if (dataset !== "") return page("tables", references, inDataset !== undefined, at);
    const [, project = "", topic] = /^\/v1\/projects\/([^/]+)\/topics\/([^/]+)\/subscriptions$/.exec(path) ?? [];
    if (project !== "") return page("subscriptions", subscriptions.get(`${project}/${topic}`) ?? [], true, at);
    return poolAnswer(pools, path.replace("/v1/", ""));
  };
  const server = createServer((request, response) => {
    const said = answer(request);
    response.writeHead(status ?? (said === undefined ? 404 : 200), { "content-type": "application/json" });
    response.end(request.method === "DELETE" ? "" : JSON.stringify(said ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    pools,
    /** By bucket. */
    objects,
    /** By `PROJECT/DATASET`. */
    tables,
    /** Paths of subscriptions, by `PROJECT/TOPIC`. */
    subscriptions,
    asked,
    environment: { IAM_HOST: url, STORAGE_HOST: url, BIGQUERY_HOST: url, PUBSUB_HOST: url },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function page(name: string, items: readonly (object | string)[], isThere: boolean, at: number): object | undefined {
  if (!isThere) return undefined;
  const next = at + 1 < items.length ? { nextPageToken: String(at + 1) } : {};
  return { ...(items.length === 0 ? {} : { [name]: items.slice(at, at + 1) }), ...next };
}

/** It takes a moment until what was asked back is there: https://cloud.google.com/iam/docs/reference/rest/Shared.Types/Operation */
function poolAnswer(pools: Pools, path: string): object | undefined {
  const isAskedBack = path.endsWith(":undelete");
  const pool = pools.get(path.replace(/:undelete$/, ""));
  if (pool === undefined) return undefined;
  if (isAskedBack) {
    pool.isComing = true;
    return { name: `${path}/operations/1` };
  }
  const { state, displayName } = pool;
  if (pool.isComing) Object.assign(pool, { state: "ACTIVE", isComing: false });
  return { state, displayName };
}
