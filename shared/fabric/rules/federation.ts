// What keyless access between the clouds needs to know: nothing that a local run asks for, so told when deploying.

import type { Problem } from "../../core/errors.ts";
import { type Fabric, fault, joins } from "../fabric.ts";

/** Google names functions on AWS by a pool, and pools by the number of their project. */
export function poolProject(fabric: Fabric): readonly Problem[] {
  const crossing = [...joins(fabric)].filter(
    ({ source, target }) => source.endpoint.broker === "sqs" && target.endpoint.broker === "pubsub",
  );
  const names = [...new Set(crossing.map(({ hop }) => hop.name))];
  if (names.length === 0 || fabric.gcp?.projectNumber !== undefined) return [];
  const which =
    names.length === 1
      ? `hop ${names[0]} runs on AWS and publishes`
      : `hops ${names.join(", ")} run on AWS and publish`;
  const message = `${which} to Pub/Sub without a key, for which Google asks the project's number: add projectNumber: "DIGITS" to gcp (gcloud projects describe ${fabric.gcp?.project ?? "PROJECT"})`;
  return [fault(fabric, ["gcp"], "PROJECT_NUMBER", message)];
}
