// A fabric as large as a test wants it: hops from queues of their own to one topic.

import type { Fabric } from "../../shared/fabric/fabric.ts";
import { aFabric, queue, topic } from "../shared/fabric/a-fabric.ts";

/** `fields`: how many a step of each hop names, which makes its link long. */
export function manyHops(count: number, fields = 0): Fabric {
  const names = Array.from({ length: count }, (_, at) => `q${at}`);
  const redacted = () => Array.from({ length: fields }, (_, at) => `customer.address.line${at}`);
  const steps = () => (fields === 0 ? {} : { transforms: [{ redact: { fields: redacted() } }] });
  return aFabric(
    { ...Object.fromEntries(names.map((name) => [name, queue(name)])), feed: topic("feed") },
    Object.fromEntries(names.map((name) => [`h-${name}`, { from: name, to: "feed", ...steps() }])),
    { gcp: { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" } },
  );
}
