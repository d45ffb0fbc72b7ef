// All that a plan says of a fabric, as plain values: changes, losses, rights, findings and cost.

import type { Problem } from "../../shared/core/errors.ts";
import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { isPartlyKnown } from "../../shared/fabric/deployment/lock.ts";
import { subscribers } from "../../shared/fabric/rules/keeping.ts";
import type { Load } from "../cost/load.ts";
import { standardPrices } from "../cost/read-prices.ts";
import { type CostReport, costReport } from "../cost/report.ts";
import type { Preview } from "../load-deployment.ts";
import { type Change, changes } from "./changes.ts";
import { takenAlong } from "./hanging.ts";
import { type Rights, rightsOf } from "./rights.ts";
import { fabricShape, shapeOf } from "./shape-of.ts";

/** One change, and the addresses of what goes along with an endpoint that goes. */
export type PlannedChange = Change & { readonly takesAlong?: readonly string[] };

/** Plain JSON. */
export interface FabricPlan {
  readonly fabric: string;
  readonly changes: readonly PlannedChange[];
  /** True where the lock is of an older Hopspan: of what it does not say, nothing is said here. */
  readonly isPartlyKnown: boolean;
  readonly rights: Rights;
  /** Errors are there too: what stands in for what they miss is in all that the plan says. */
  readonly findings: readonly Problem[];
  readonly cost: CostReport;
}

/** `load` is what each link carries. Asks no cloud: changes are those from what the lock remembers. */
export function planFabric({ fabric, deployment, lock, warnings, gaps }: Preview, load: Load, now: Date): FabricPlan {
  const links = deployment.functions.map((plan) => ({ shape: shapeOf(deployment, plan), load }));
  const found = changes(lock, inventory(deployment));
  const along = takenAlong(found);
  return {
    fabric: deployment.fabric,
    changes: found.map((change) => {
      const takesAlong = along.get(change.address) ?? [];
      return takesAlong.length === 0 ? change : { ...change, takesAlong };
    }),
    isPartlyKnown: isPartlyKnown(lock),
    rights: rightsOf(deployment),
    findings: [...gaps, ...warnings, ...subscribers(fabric)],
    cost: costReport(links, standardPrices(), now, fabricShape(deployment)),
  };
}
