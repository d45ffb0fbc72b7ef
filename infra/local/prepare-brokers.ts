// Everything that a fabric's links need to find on the brokers before the first function starts.

import type { SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import type { Compiled, Placed } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { askBroker } from "./ask-broker.ts";
import { inboxes } from "./inbox.ts";
import { makeInbox, makeQueue, makeTopic, sourceSettings } from "./provision.ts";
import type { Servers } from "./servers.ts";

/**
 * Makes queues, topics and inboxes; a second run changes nothing. What is marked `existing` is made on embedded servers
 * only, where nobody else could have made it. Rejects with one line that says what can't be made, and where.
 */
export async function prepareBrokers(compiled: Compiled, servers: Servers): Promise<void> {
  const { endpoints, links } = compiled;
  const own = ({ role, broker }: Placed) =>
    role !== "existing" || (broker === "sqs" ? servers.sqsEngine : servers.pubsubEngine) !== undefined;
  const queues = endpoints.filter((endpoint) => endpoint.broker === "sqs" && own(endpoint)) as (Placed & SqsEndpoint)[];
  // Dead letters first: a redrive policy names a queue that has to be there.
  const dead = (endpoint: Placed) => (endpoint.role === "dead-letters" ? 0 : 1);
  for (const queue of queues.toSorted((a, b) => dead(a) - dead(b)))
    await askBroker(servers, "sqs", `queue ${queue.queue}`, () =>
      makeQueue(servers.sqsAt(queue), queue, settingsOf(queue, links)),
    );
  const ask = (what: string, make: () => Promise<void>) => askBroker(servers, "pubsub", what, make);
  for (const endpoint of endpoints)
    if (endpoint.broker === "pubsub" && own(endpoint))
      await ask(`topic ${endpoint.topic}`, () => makeTopic(servers.pubsub, endpoint));
  for (const [endpoint, name] of inboxes(compiled))
    await ask(`subscription ${name}`, () => makeInbox(servers.pubsub, endpoint, name));
}

/** Fourteen days, the longest, so that dead letters outlive what they came from; see SQS_LIMITS. */
const DEAD_LETTER_SETTINGS = { MessageRetentionPeriod: "1209600" };

function settingsOf(queue: Placed & SqsEndpoint, links: readonly Link[]): Readonly<Record<string, string>> {
  if (queue.role === "dead-letters") return DEAD_LETTER_SETTINGS;
  const link = links.find(({ source }) => source.name === queue.name);
  return link !== undefined && link.source.broker === "sqs" && "batch" in link ? sourceSettings(link) : {};
}
