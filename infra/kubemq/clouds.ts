// Which cloud stands for a KubeMQ cluster: whoever imports says so, or the family of each channel does.

import { closest } from "../../shared/core/closest.ts";
import type { Channel } from "./channels.ts";
import type { Findings } from "./findings.ts";
import { isHeard } from "./kinds.ts";

/** The addresses of clusters, in the form that `sameAddress` gives, that one cloud stands for. */
export interface Clouds {
  readonly aws: ReadonlySet<string>;
  readonly google: ReadonlySet<string>;
}

/** The clusters of a file that `wished` names, an address without a port standing for each of its ports; an error for any other. */
export function cloudsOf(wished: Clouds, clusters: ReadonlySet<string>, findings: Findings): Clouds {
  const meant = (option: string, addresses: ReadonlySet<string>) =>
    new Set(
      [...addresses].flatMap((address) => {
        const found = [...clusters].filter((cluster) => cluster === address || cluster.startsWith(`${address}:`));
        if (found.length === 0) findings.error(undefined, unknown(option, address, [...clusters]));
        return found;
      }),
    );
  const clouds = { aws: meant("--aws", wished.aws), google: meant("--google", wished.google) };
  for (const cluster of clouds.aws)
    if (clouds.google.has(cluster))
      findings.error(undefined, `cluster ${cluster} is given to both clouds: one stands for it`);
  return clouds;
}

function unknown(option: string, address: string, clusters: readonly string[]): string {
  const near = closest(address, clusters);
  const hint = near === undefined ? `it has ${clusters.join(", ")}` : `did you mean ${near}?`;
  return `${option} names ${address}, and the file has no such cluster: ${hint}`;
}

/** A queue of the cluster's cloud; where nobody said which, what goes to each listener becomes a topic, all else a queue. */
export function brokerOf({ cluster, family }: Channel, { aws, google }: Clouds): "sqs" | "pubsub" {
  if (aws.has(cluster)) return "sqs";
  if (google.has(cluster)) return "pubsub";
  return isHeard(family) ? "pubsub" : "sqs";
}

/** A short name for each cluster, which no other has, as far as its address has one; for the names of endpoints. */
export function shortNames(clusters: readonly string[]): ReadonlyMap<string, string> {
  const forms = clusters.map((address) => {
    const [host = ""] = (address.split(":", 1)[0] ?? "").split(".", 1);
    const short = host.replace(/^kubemq-/, "").replace(/-grpc$/, "") || host;
    return [short, `${short}-${address.slice(address.lastIndexOf(":") + 1)}`, address];
  });
  const counts = Map.groupBy(forms.flat(), (form) => form);
  return new Map(
    forms.map((own) => [own[2] ?? "", own.find((form) => counts.get(form)?.length === 1) ?? own[2] ?? ""]),
  );
}
