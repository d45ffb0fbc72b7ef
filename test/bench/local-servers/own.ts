// The child of the bench of local servers: both servers in a process of their own, which can be filled without a request.

import { readFileSync } from "node:fs";
import { pubsubServer } from "../../../infra/local/pubsub/server.ts";
import { sqsServer } from "../../../infra/local/sqs/server.ts";

/** What the parent asks for: so many messages more in a queue, or in all subscriptions of a topic. */
export interface Filling {
  readonly broker: "sqs" | "pubsub";
  readonly name: string;
  readonly count: number;
}

const [sqs, pubsub] = [await sqsServer(), await pubsubServer()];

/** Resident memory in bytes, as Linux tells it once the collector has been; what Node says of itself elsewhere. */
function residentBytes(): number {
  globalThis.gc?.();
  try {
    const [, kib = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return Number(kib) * 1_024;
  } catch {
    return process.memoryUsage().rss;
  }
}

process.on("message", ({ broker, name, count }: Filling) => {
  const before = residentBytes();
  const padding = "x".repeat(100);
  for (let n = 0; n < count; n++) {
    if (broker === "sqs") sqs.engine.send(name, { body: `${n}${padding}`, attributes: new Map() });
    else pubsub.engine.publish(name, [{ data: Buffer.from(`${n}${padding}`), attributes: new Map(), orderingKey: "" }]);
  }
  process.send?.({ bytesEach: (residentBytes() - before) / count });
});
process.on("disconnect", () => process.exit());
process.send?.({ sqs: sqs.endpoint, pubsub: pubsub.host });
