// What lies in buckets and datasets: terraform takes neither away while something is in it, and would stop half-way.

import { HopspanError } from "../../shared/core/errors.ts";
import type { Held } from "../plan/google-losses.ts";
import { ask, askAll } from "./google-api.ts";

interface StoredObject {
  readonly name: string;
}

const objectsIn = (bucket: string): string => `/storage/v1/b/${encodeURIComponent(bucket)}/o`;

/** Those of the buckets that have objects in them. Rejects with a `HopspanError` where Google does not tell. */
export async function filledBuckets(
  buckets: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const asked = buckets.map(async (bucket) => {
    const page = await ask<{ readonly items?: readonly StoredObject[] }>(
      "storage",
      `${objectsIn(bucket)}?maxResults=1&fields=items(name)`,
      { environment },
    );
    return (page?.items ?? []).length > 0 ? [bucket] : [];
  });
  return (await Promise.all(asked)).flat();
}

/** How many objects are deleted at a time; ours. */
const AT_ONCE = 32;

/**
 * Deletes every object of the buckets among these things. What Pub/Sub still writes meanwhile stays, and terraform then
 * ends with an error: the next run takes that away. Rejects as above.
 */
export async function emptyBuckets(things: readonly Held[], environment: NodeJS.ProcessEnv): Promise<void> {
  for (const { name: bucket } of things.filter(({ kind }) => kind === "bucket")) {
    const path = `${objectsIn(bucket)}?fields=items(name),nextPageToken`;
    const objects = await askAll<StoredObject>("storage", path, "items", { environment });
    for (let at = 0; at < objects.length; at += AT_ONCE)
      await Promise.all(
        objects
          .slice(at, at + AT_ONCE)
          .map(({ name }) =>
            ask("storage", `${objectsIn(bucket)}/${encodeURIComponent(name)}`, { method: "DELETE", environment }),
          ),
      );
  }
}

interface StoredTable {
  readonly tableReference: { readonly tableId: string };
}

/**
 * Tables in the datasets among these things that are not among them themselves: somebody else has put them there. As
 * `DATASET.TABLE`. Rejects as above.
 */
export async function strangeTables(
  things: readonly Held[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const own = new Set(things.flatMap(({ kind, project, name }) => (kind === "table" ? [`${project}/${name}`] : [])));
  const asked = things
    .filter(({ kind }) => kind === "dataset")
    .map(async ({ project, name }) => {
      const path = `/bigquery/v2/projects/${project}/datasets/${name}/tables`;
      const tables = await askAll<StoredTable>("bigquery", path, "tables", { environment });
      const names = tables.map(({ tableReference }) => `${name}.${tableReference.tableId}`);
      return names.filter((each) => !own.has(`${project}/${each}`));
    });
  return (await Promise.all(asked)).flat();
}

/** Rejects with a `HopspanError` where a dataset is to go that others have tables in: no consent is ours to take for them. */
export async function refuseStrangers(things: readonly Held[], environment: NodeJS.ProcessEnv): Promise<void> {
  const tables = await strangeTables(things, environment);
  if (tables.length === 0) return;
  throw new HopspanError("STRANGE_TABLES", strangersLine(tables), false);
}

/** What is said of tables of others. */
export const strangersLine = (tables: readonly string[]): string =>
  `${tables.join(", ")}: not the fabric's, in a dataset that is to go: copy these tables elsewhere, or drop them, first`;
