// Queues that belong to others: what the fabric would see to, and here leaves to their owner.

import type { SqsEndpoint } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, type Hop, type Path, warning } from "../fabric.ts";
import { queuePolicy, visibilitySeconds } from "../policies.ts";

/** A source queue needs time for the function and an end for what never succeeds, and this one is never changed. */
export function existingSources(fabric: Fabric): readonly Problem[] {
  const told = new Set<string>();
  return [...fabric.hops.values()].flatMap((hop) =>
    hop.from.flatMap((end, at) => {
      const known = fabric.endpoints.get(end);
      if (known?.existing !== true || known.endpoint.broker !== "sqs" || told.has(end)) return [];
      told.add(end);
      const path: Path = ["hops", hop.name, "from", at];
      return [warning(fabric, path, "EXISTING_SOURCE", advice(end, hop, known.endpoint))];
    }),
  );
}

/** Both figures: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
function advice(name: string, hop: Hop, queue: Pick<SqsEndpoint, "fifo" | "claimCheck">): string {
  const seconds = visibilitySeconds(queuePolicy(hop, queue));
  const wanted = `its visibility timeout is ${seconds} s or more and that its redrive policy allows 5 receives or more`;
  return `queue ${name} is never changed: see to it that ${wanted}`;
}
