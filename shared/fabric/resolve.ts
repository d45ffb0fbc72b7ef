// From the file as written to a fabric as values: every address whole, every end a list.

import type { Problem } from "../core/errors.ts";
import { claimPlace } from "./claims.ts";
import { seconds } from "./duration.ts";
import type { WrittenEndpoint } from "./endpoint-schema.ts";
import { type EndpointSettings, type Fabric, type FabricEndpoint, fault, type Hop, type Locate } from "./fabric.ts";
import { formatOf } from "./format-schema.ts";
import type { WrittenHop, WrittenStep } from "./hop-schema.ts";
import type { Endpoint, TransformStep } from "./link.ts";
import type { WrittenFabric } from "./schema.ts";
import { UNKNOWN_IN_AWS, UNKNOWN_IN_GCP } from "./unknown.ts";

/** The fabric, and a fault for each cloud that an endpoint needs and the file does not name. */
export function resolve(
  file: WrittenFabric,
  written: Fabric["written"],
  place: Locate,
): { readonly fabric: Fabric; readonly problems: readonly Problem[] } {
  const endpoints = Object.entries(file.endpoints).map(([name, entry]): [string, FabricEndpoint] => [
    name,
    { endpoint: address(name, entry, file), existing: entry.existing ?? false, settings: settings(entry) },
  ]);
  const hops = Object.entries(file.hops).map(([name, hop]): [string, Hop] => [
    name,
    {
      name,
      from: [hop.from].flat(),
      ...targets(hop),
      transforms: (hop.transforms ?? []).map(step),
      keep: hop.attributes?.keep ?? [],
      latency: hop.latency ?? "normal",
      opposites: oppositesOf(file, name),
      ...(hop.rate === undefined ? {} : { messagesPerSecond: hop.rate.messagesPerSecond }),
      ...(hop.batch === undefined ? {} : { batch: hop.batch }),
      validate: hop.validate ?? "in",
      ...(hop.maxAge === undefined ? {} : { maxAgeSeconds: seconds(hop.maxAge) }),
      retry: hop.retry ?? {},
      run: hop.function ?? {},
    },
  ]);
  const fabric: Fabric = {
    name: file.fabric,
    aws: file.aws,
    gcp: file.gcp,
    endpoints: new Map(endpoints),
    hops: new Map(hops),
    secrets: new Map(Object.entries(file.secrets ?? {})),
    ground: { tags: file.tags, alarms: file.alarms, state: file.state },
    examples: new Map(Object.entries(file.examples ?? {})),
    written,
    place,
  };
  return { fabric, problems: homeless(fabric) };
}

function address(name: string, entry: WrittenEndpoint, { aws, gcp }: WrittenFabric): Endpoint {
  if ("sqs" in entry) {
    const { sqs: queue, region, account, kmsKey, claimCheck: claim, existing, retention } = entry;
    const home = aws ?? UNKNOWN_IN_AWS;
    const fifo = queue.endsWith(".fifo");
    const place = { region: region ?? home.region, account: account ?? home.account };
    const waiting = { kind: fifo ? "fifo" : "queue", existing, retention } as const;
    const claimCheck = claim && { ...claimPlace(claim, waiting), region: place.region };
    const parts = { ...(kmsKey === undefined ? {} : { kmsKey }), ...(claimCheck === undefined ? {} : { claimCheck }) };
    return { broker: "sqs", name, queue, fifo, ...place, ...parts };
  }
  const { pubsub: topic, ordered = false, project, region, claimCheck: claim, retention } = entry;
  const home = gcp ?? UNKNOWN_IN_GCP;
  const place = { project: project ?? home.project, region: region ?? home.region };
  const claimCheck = claim && claimPlace(claim, { kind: "topic", retention });
  return { broker: "pubsub", name, topic, ordered, ...place, ...(claimCheck === undefined ? {} : { claimCheck }) };
}

function settings({ retention, ...entry }: WrittenEndpoint): EndpointSettings {
  return {
    ...(retention === undefined ? {} : { retentionSeconds: seconds(retention) }),
    ...("fedBy" in entry && entry.fedBy !== undefined ? { feed: entry.fedBy } : {}),
    ...("schema" in entry && entry.schema !== undefined ? { schema: entry.schema } : {}),
    ...(entry.format === undefined ? {} : { format: formatOf(entry.format) }),
    ...("landsIn" in entry && entry.landsIn !== undefined ? { landing: entry.landsIn } : {}),
    ...(entry.claimCheck === undefined ? {} : { claims: { existing: entry.claimCheck.existing ?? false } }),
  };
}

/** What one of two hops says of the other holds for both. */
function oppositesOf({ fabric, hops }: WrittenFabric, name: string): readonly string[] {
  const named = (hop: WrittenHop | undefined) => [hop?.twoWayWith ?? []].flat();
  const naming = Object.keys(hops).filter((other) => named(hops[other]).includes(name));
  const whole = [...named(hops[name]), ...naming].map((hop) => (hop.includes("/") ? hop : `${fabric}/${hop}`));
  return [...new Set(whole)];
}

/** The schema has seen to it that there is exactly one way. */
function targets({ to, toOneOf, route }: WrittenHop): Pick<Hop, "to" | "choice"> {
  if (toOneOf !== undefined)
    return {
      to: toOneOf.map(({ endpoint }) => endpoint),
      choice: { kind: "weight", weights: toOneOf.map(({ weight = 1 }) => weight) },
    };
  if (route === undefined) return { to: to === undefined ? [] : [to].flat() };
  const names = [...new Set(route.map((branch) => branch.to))];
  const branches = route.map(({ when, to: name }) => ({
    ...(when === undefined ? {} : { when }),
    target: names.indexOf(name),
  }));
  return { to: names, choice: { kind: "route", branches } };
}

function step(written: WrittenStep): TransformStep {
  if (typeof written === "string") return { name: written };
  const [entry] = Object.entries(written);
  return entry === undefined ? { name: "" } : { name: entry[0], options: entry[1] };
}

/** Also with addresses of their own, endpoints need functions beside them, which live somewhere. */
function homeless(fabric: Fabric): readonly Problem[] {
  const first = (broker: Endpoint["broker"]) =>
    [...fabric.endpoints].find(([, { endpoint }]) => endpoint.broker === broker)?.[0];
  const queue = first("sqs");
  const topic = first("pubsub");
  const needs = (cloud: "aws" | "gcp", endpoint: string, kind: string, form: string) =>
    fault(
      fabric,
      ["endpoints", endpoint],
      "MISSING_KEY",
      `the file needs "${cloud}": ${form}, since ${endpoint} is ${kind}`,
    );
  return [
    ...(queue !== undefined && fabric.aws === undefined
      ? [needs("aws", queue, "a queue", '{ account: "12 DIGITS", region: REGION }')]
      : []),
    ...(topic !== undefined && fabric.gcp === undefined
      ? [needs("gcp", topic, "a topic", "{ project: PROJECT, region: REGION }")]
      : []),
  ];
}
