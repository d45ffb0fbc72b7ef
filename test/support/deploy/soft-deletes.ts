// Pools and providers as Google keeps them: once deleted, their names stay taken until they are asked back.
// https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools#State

import type { answers } from "../terraform/provider/answers.ts";
import { fromWire } from "../terraform/provider/dynamic-value.ts";
import { type Agreed, type Imported, refusal } from "../terraform/provider/protocol.ts";
import type { Values } from "../terraform/schema/value.ts";
import type { Pools } from "./a-google-api.ts";

const POOL = "google_iam_workload_identity_pool";

/** The stub's answers, with `pools` as what there is: they come and go with what terraform makes and takes away. */
export function withSoftDeletes(stub: ReturnType<typeof answers>, pools: Pools): ReturnType<typeof answers> {
  return {
    ...stub,
    ApplyResourceChange(request: Agreed) {
      const { type_name, prior_state, planned_state } = request;
      const [prior, planned] = [fromWire(prior_state), fromWire(planned_state)];
      if (!type_name.startsWith(POOL)) return stub.ApplyResourceChange(request);
      if (planned !== null && prior === null && pools.has(idOf(planned)))
        return {
          new_state: prior_state ?? { msgpack: new Uint8Array([0xc0]) },
          diagnostics: [refusal("Error creating it", "googleapi: Error 409: Requested entity already exists")],
        };
      const of = planned ?? prior ?? {};
      pools.set(idOf(of), { state: planned === null ? "DELETED" : "ACTIVE", displayName: String(of["display_name"]) });
      return stub.ApplyResourceChange(request);
    },
    ImportResourceState(request: Imported) {
      if (pools.get(request.id)?.state === "ACTIVE") return stub.ImportResourceState(request);
      const diagnostics = [refusal("Cannot import non-existent remote object", request.id)];
      return { imported_resources: [], diagnostics };
    },
  };
}

function idOf(values: Values): string {
  const text = (name: string) => String(values[name] ?? "");
  const pool = `projects/${text("project")}/locations/global/workloadIdentityPools/${text("workload_identity_pool_id")}`;
  const provider = text("workload_identity_pool_provider_id");
  return provider === "" ? pool : `${pool}/providers/${provider}`;
}
