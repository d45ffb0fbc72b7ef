// What keyless access between the clouds needs to know: nothing that a local run asks for, so told when deploying.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, type Join, joins } from "../fabric.ts";

/**
 * Google names functions on AWS by a pool, and pools by the number of their project; and it names Pub/Sub itself so, which
 * needs rights where it pushes or writes: https://cloud.google.com/iam/docs/service-agents
 */
export function poolProject(fabric: Fabric): readonly Problem[] {
  if (fabric.gcp?.projectNumber !== undefined) return [];
  const [why] = [...reasons(fabric)];
  if (why === undefined) return [];
  const message = `${why}, for which Google asks the project's number: add projectNumber: "DIGITS" to gcp (gcloud projects describe ${fabric.gcp?.project ?? "PROJECT"})`;
  return [fault(fabric, ["gcp"], "PROJECT_NUMBER", message)];
}

function* reasons(fabric: Fabric): Generator<string> {
  const hopsOf = (which: (join: Join) => boolean) => [
    ...new Set([...joins(fabric)].filter(which).map(({ hop }) => hop.name)),
  ];
  const told = (names: readonly string[], one: string, many: string) =>
    names.length === 1 ? `hop ${names[0]} ${one}` : `hops ${names.join(", ")} ${many}`;
  const out = hopsOf(({ source, target }) => source.endpoint.broker === "sqs" && target.endpoint.broker === "pubsub");
  const ways = ["to Pub/Sub without a key", "from a topic, which Pub/Sub pushes"] as const;
  if (out.length > 0) yield told(out, `runs on AWS and publishes ${ways[0]}`, `run on AWS and publish ${ways[0]}`);
  const back = hopsOf(({ source }) => source.endpoint.broker === "pubsub");
  if (back.length > 0) yield told(back, `takes ${ways[1]}`, `take ${ways[1]}`);
  const landing = [...fabric.endpoints].find(([, { settings }]) => settings.landing !== undefined);
  if (landing !== undefined) yield `topic ${landing[0]} lands where Pub/Sub writes`;
}
