// Queues that belong to others: what the fabric would see to, and here leaves to their owner.

import { SQS_LIMITS } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, type Path, warning } from "../fabric.ts";
import { BATCHES, TIMEOUT_SECONDS } from "../hop-links.ts";

/** A source queue needs time for the function and an end for what never succeeds, and this one is never changed. */
export function existingSources(fabric: Fabric): readonly Problem[] {
  const told = new Set<string>();
  return [...fabric.hops.values()].flatMap(({ name, from }) =>
    from.flatMap((end, at) => {
      const known = fabric.endpoints.get(end);
      if (known?.existing !== true || known.endpoint.broker !== "sqs" || told.has(end)) return [];
      told.add(end);
      const path: Path = ["hops", name, "from", at];
      return [warning(fabric, path, "EXISTING_SOURCE", advice(end, known.endpoint.fifo))];
    }),
  );
}

/** Both figures: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
function advice(name: string, fifo: boolean): string {
  const { windowSeconds } = BATCHES[fifo ? "fifo" : "standard"];
  const seconds = Math.min(SQS_LIMITS.visibilityTimeoutSeconds, 6 * TIMEOUT_SECONDS + windowSeconds);
  const wanted = `its visibility timeout is ${seconds} s or more and that its redrive policy allows 5 receives or more`;
  return `queue ${name} is never changed: see to it that ${wanted}`;
}
