// A thing that terraform is told of by its id alone: what the id says, and what Google tells; all else is empty.

import type { Block } from "../schema/schema.ts";
import { UNKNOWN, type Value, type Values } from "../schema/value.ts";

/** Ids are paths of names, as `projects/shop/locations/global/workloadIdentityPools/pool/providers/aws`. Pure. */
export function imported({ attributes, blocks }: Block, id: string): Values {
  const said: Readonly<Record<string, string | undefined>> = {
    project: /^projects\/([^/]+)/.exec(id)?.[1],
    workload_identity_pool_id: /\/workloadIdentityPools\/([^/]+)/.exec(id)?.[1],
    workload_identity_pool_provider_id: /\/providers\/([^/]+)/.exec(id)?.[1],
  };
  const values = Object.entries(attributes).map(([name, { computed, optional }]): [string, Value] => [
    name,
    said[name] ?? (name === "id" || (computed && !optional) ? UNKNOWN : null),
  ]);
  const empty = Object.entries(blocks).map(([name, { nesting }]): [string, Value] => [
    name,
    nesting === "single" ? null : [],
  ]);
  return Object.fromEntries([...values, ...empty]);
}
