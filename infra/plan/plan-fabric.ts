// All that a plan says of a fabric, as plain values: changes, losses, rights, findings and cost.

import type { Problem } from "../../shared/core/errors.ts";
import type { Grant } from "../../shared/fabric/deployment/grants.ts";
import { inventory } from "../../shared/fabric/deployment/inventory.ts";
import { subscribers } from "../../shared/fabric/rules/keeping.ts";
import type { Load } from "../cost/load.ts";
import { standardPrices } from "../cost/read-prices.ts";
import { type CostReport, costReport } from "../cost/report.ts";
import type { Loaded } from "../load-deployment.ts";
import { type Change, changes } from "./changes.ts";
import { fabricShape, shapeOf } from "./shape-of.ts";

/** Plain JSON. */
export interface FabricPlan {
  readonly fabric: string;
  readonly changes: readonly Change[];
  readonly grants: readonly { readonly function: string; readonly grants: readonly Grant[] }[];
  readonly findings: readonly Problem[];
  readonly cost: CostReport;
}

/** `load` is what each link carries. Asks no cloud: changes are those from what the lock remembers. */
export function planFabric({ fabric, deployment, lock, warnings }: Loaded, load: Load, now: Date): FabricPlan {
  const links = deployment.functions.map((plan) => ({ shape: shapeOf(deployment, plan), load }));
  return {
    fabric: deployment.fabric,
    changes: changes(lock, inventory(deployment)),
    grants: deployment.functions.map(({ name, grants }) => ({ function: name, grants })),
    findings: [...warnings, ...subscribers(fabric)],
    cost: costReport(links, standardPrices(), now, fabricShape(deployment)),
  };
}
