// What the owners of topics in other projects have to give whoever deploys a fabric that uses them.

import { topicPath } from "../../brokers/pubsub/endpoint.ts";
import type { Deployment } from "./deployment.ts";

/** One role, on one topic. */
export interface GoogleAsk {
  readonly topic: string;
  readonly role: string;
  readonly why: string;
}

/** Roles: https://cloud.google.com/pubsub/docs/access-control#roles. Pure; the same for the same deployment. */
export function googleAsks({ gcp, topics, subscriptions, landings, functions }: Deployment): readonly GoogleAsk[] {
  const theirs = topics.filter(({ role, endpoint }) => role === "existing" && endpoint.project !== gcp?.project);
  const heard = new Set([...subscriptions, ...landings].map(({ topic }) => topicPath(topic)));
  const told = new Set(
    functions.flatMap(({ grants }) => grants.flatMap((each) => ("on" in each ? [each.on.name] : []))),
  );
  return theirs
    .map(({ endpoint }) => topicPath(endpoint))
    .flatMap((topic) => [
      ...(heard.has(topic) ? [{ topic, role: "roles/pubsub.subscriber", why: "attaches a subscription" }] : []),
      ...(told.has(topic) ? [{ topic, role: "roles/pubsub.admin", why: "makes functions publishers there" }] : []),
    ]);
}
