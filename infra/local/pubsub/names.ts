// The full names of topics and subscriptions: which the service takes, and what is in them.

import { invalid } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";

/** Where a subscription's topic was, once it is deleted. */
export const DELETED_TOPIC = "_deleted-topic_";

/** Where a topic's schema was, once it is deleted. */
export const DELETED_SCHEMA = "_deleted-schema_";

const { min, max } = SERVICE_LIMITS.resourceId;
const ID = new RegExp(`^(?!goog)[A-Za-z][A-Za-z0-9._~%+-]{${min - 1},${max - 1}}$`);
const PROJECT = /^[a-z0-9][a-z0-9.:-]*$/;

/**
 * Throws `INVALID_ARGUMENT` where it is no `projects/PROJECT/topics/ID`, or `subscriptions`, `snapshots`, `schemas`, by
 * https://docs.cloud.google.com/pubsub/docs/pubsub-basics#resource_names
 */
export function checkName(kind: "topics" | "subscriptions" | "snapshots" | "schemas", name: string): void {
  const [projects, project = "", plural, id = "", ...more] = name.split("/");
  const isWell = projects === "projects" && PROJECT.test(project) && plural === kind && more.length === 0;
  if (!isWell || !ID.test(id))
    throw invalid(
      `Invalid [${kind}] name: (name=${name}): expected projects/PROJECT/${kind}/ID, the ID of ${min} to ${max} ` +
        "letters, digits and -_.~+% that starts with a letter and not with goog.",
    );
}

/** Throws `INVALID_ARGUMENT` where it is no `projects/PROJECT`. */
export function checkProject(name: string): void {
  const [projects, project = "", ...more] = name.split("/");
  if (projects !== "projects" || !PROJECT.test(project) || more.length > 0)
    throw invalid("Invalid project name: expected projects/PROJECT.");
}

/** The project of a full name. */
export const projectOf = (name: string): string => name.split("/")[1] ?? "";

/** The ID of a full name. */
export const idOf = (name: string): string => name.split("/")[3] ?? "";
