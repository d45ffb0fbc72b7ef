// What the owners of topics and keys in other projects have to give whoever deploys a fabric that uses them.

import { topicPath } from "../../brokers/pubsub/endpoint.ts";
import type { Deployment } from "./deployment.ts";

/** One role, on one topic or one key of Cloud KMS. */
export interface GoogleAsk {
  readonly kind: "topic" | "key";
  readonly of: string;
  readonly role: string;
  readonly why: string;
}

/**
 * Roles: https://cloud.google.com/pubsub/docs/access-control#roles, https://cloud.google.com/kms/docs/reference/permissions-and-roles.
 * Pure; the same for the same deployment.
 */
export const googleAsks = (deployment: Deployment): readonly GoogleAsk[] => [
  ...ofTopics(deployment),
  ...ofKeys(deployment),
];

function ofTopics({ gcp, topics, subscriptions, landings, functions }: Deployment): readonly GoogleAsk[] {
  const theirs = topics.filter(({ role, endpoint }) => role === "existing" && endpoint.project !== gcp?.project);
  const heard = new Set([...subscriptions, ...landings].map(({ topic }) => topicPath(topic)));
  const told = new Set(
    functions.flatMap(({ grants }) => grants.flatMap((each) => ("on" in each ? [each.on.name] : []))),
  );
  return theirs
    .map(({ endpoint }) => topicPath(endpoint))
    .flatMap((of): readonly GoogleAsk[] => [
      ...(heard.has(of) ? [{ ...topic(of), role: "roles/pubsub.subscriber", why: "attaches a subscription" }] : []),
      ...(told.has(of) ? [{ ...topic(of), role: "roles/pubsub.admin", why: "makes functions publishers there" }] : []),
    ]);
}

const topic = (of: string) => ({ kind: "topic", of }) as const;

function ofKeys({ gcp, functions }: Deployment): readonly GoogleAsk[] {
  const keys = functions.flatMap(({ grants }) =>
    grants.flatMap((each) => (each.cloud === "gcp" && each.on.kind === "key" ? [each.on.name] : [])),
  );
  const theirs = [...new Set(keys)].filter((key) => key.split("/")[1] !== gcp?.project);
  return theirs.map((of) => ({ kind: "key", of, role: "roles/cloudkms.admin", why: "lets functions unwrap with it" }));
}
