// What goes with a topic beside what waits in the fabric's own subscriptions: what it keeps, and subscriptions of others.

import { HopspanError } from "../../shared/core/errors.ts";
import { spell } from "../../shared/fabric/duration.ts";
import type { Held } from "../plan/google-losses.ts";
import { askAll } from "./google-api.ts";

/**
 * A line per topic among these things that keeps messages, whether or not it has any: nobody tells. Then one per
 * subscription to one of the topics that is not among them itself. Rejects with a `HopspanError` where Google does not
 * tell whose there are: what is not known is not taken for nothing.
 */
export async function topicKeeping(
  things: readonly Held[],
  environment: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const topics = things.filter(({ kind }) => kind === "topic");
  const own = new Set(things.filter(({ kind }) => kind === "subscription").map(pathOf));
  const asked = topics.map(async (topic) => {
    const all = await askAll<string>("pubsub", `/v1/${pathOf(topic)}/subscriptions`, "subscriptions", {
      environment,
    }).catch((cause: unknown) => unknown(topic, cause));
    return all
      .filter((path) => !own.has(path))
      .map((path) => `topic ${topic.name}: the subscription of others ${path}`);
  });
  const kept = topics.flatMap(({ name, keepsSeconds }) =>
    keepsSeconds === undefined ? [] : [`topic ${name}: what it keeps for ${spell(keepsSeconds)}`],
  );
  return [...kept, ...(await Promise.all(asked)).flat()];
}

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics.subscriptions/list */
const pathOf = ({ kind, project, name }: Held): string => `projects/${project}/${kind}s/${name}`;

function unknown({ name }: Held, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : "no answer";
  throw new HopspanError(
    "UNREACHABLE",
    `who subscribes to topic ${name} could not be asked (${why}): mend that, or use --drop-messages`,
    true,
    cause,
  );
}
