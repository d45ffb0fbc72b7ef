// Which cloud each cluster has become, for the head of the file and for whoever imports it.

import type { Binding } from "./binding.ts";
import type { Clouds } from "./clouds.ts";
import type { Draft } from "./draft.ts";
import type { Findings } from "./findings.ts";

/** A line for each cluster that the draft has channels of, in their order. */
export function cloudLines(draft: Draft, { aws, google }: Clouds): readonly string[] {
  const cloud = (cluster: string) => {
    if (aws.has(cluster)) return "AWS, as --aws says";
    if (google.has(cluster)) return "Google Cloud, as --google says";
    return `${places(draft, cluster)}, since neither --aws nor --google names it`;
  };
  return clustersOf(draft).map((cluster) => `Cluster ${cluster}: ${cloud(cluster)}.`);
}

/** Says of each cluster that nobody has given to a cloud what that means, where it is named first. */
export function tellClouds(bindings: readonly Binding[], draft: Draft, clouds: Clouds, findings: Findings): void {
  const open = new Set(clustersOf(draft));
  for (const cluster of [...clouds.aws, ...clouds.google]) open.delete(cluster);
  for (const { sources, targets } of bindings)
    for (const { address, path } of [...sources.connections, ...targets.connections]) {
      if (!open.delete(address)) continue;
      const means = `${places(draft, address)}; --aws or --google gives all of it to one`;
      findings.note([...path, "address"], `cluster ${address} is given to no cloud: ${means}`);
    }
}

const clustersOf = ({ endpoints }: Draft): readonly string[] => [
  ...new Set(endpoints.map(({ channel }) => channel.cluster)),
];

/** Where the channels of a cluster are now. */
function places({ endpoints }: Draft, cluster: string): string {
  const brokers = new Set(endpoints.flatMap(({ channel, broker }) => (channel.cluster === cluster ? [broker] : [])));
  const said = [
    ...(brokers.has("sqs") ? ["queues in AWS"] : []),
    ...(brokers.has("pubsub") ? ["topics in Google Cloud"] : []),
  ];
  return said.join(" and ");
}
