// The methods of google.iam.v1.IAMPolicy: policies are kept and shown, and everybody may do everything.

import type { PubsubEngine } from "../engine.ts";
import { invalid, PubsubFault } from "../fault.ts";
import { type Fields, part, textField, textsField } from "../forms/fields.ts";
import type { Method } from "./method.ts";

/** GetIamPolicy: an empty one where none was set. */
export const getIamPolicy: Method = (request, { engine }) => policyOf(engine, request);

/** SetIamPolicy: all of it. Throws `ABORTED` for an etag that is not the current one. */
export const setIamPolicy: Method = (request, { engine }) => {
  const resource = resourceOf(engine, textField(request, "resource"));
  const policy = part(request, "policy");
  if (policy === undefined) throw invalid("The policy must be set.");
  const before = policyOf(engine, request);
  const etag = bytesOf(policy);
  if (etag.length > 0 && !etag.equals(bytesOf(before)))
    throw new PubsubFault("ABORTED", "There were concurrent policy changes: read the policy again, and set it then.");
  const next = bytesOf(before).readUInt32BE() + 1;
  const set = { version: policy["version"] ?? 1, bindings: policy["bindings"] ?? [], etag: etagOf(next) };
  engine.policies.set(resource, set);
  return set;
};

/** TestIamPermissions: all that are asked; none of a resource that is not there, which is no error. */
export const testIamPermissions: Method = (request, { engine }) => {
  const permissions = textsField(request, "permissions");
  if (permissions.some((each) => each.includes("*"))) throw invalid("Permissions with wildcards are not allowed.");
  try {
    resourceOf(engine, textField(request, "resource"));
  } catch (thrown) {
    if (thrown instanceof PubsubFault && thrown.status === "NOT_FOUND") return { permissions: [] };
    throw thrown;
  }
  return { permissions };
};

function policyOf(engine: PubsubEngine, request: Fields): Fields {
  const resource = resourceOf(engine, textField(request, "resource"));
  return (engine.policies.get(resource) as Fields | undefined) ?? { version: 0, bindings: [], etag: etagOf(0) };
}

function resourceOf({ topics, subscriptions, snapshots, schemas }: PubsubEngine, name: string): object {
  const [, , kind] = name.split("/");
  if (kind === "topics") return topics.get(name);
  if (kind === "subscriptions") return subscriptions.get(name);
  if (kind === "snapshots") return snapshots.get(name);
  if (kind === "schemas") return schemas.get(name);
  throw invalid("The resource must be a topic, a subscription, a snapshot or a schema.");
}

function etagOf(count: number): Buffer {
  const etag = Buffer.alloc(8);
  etag.writeUInt32BE(count);
  return etag;
}

const bytesOf = (policy: Fields): Buffer => Buffer.from((policy["etag"] as Uint8Array | undefined) ?? []);
