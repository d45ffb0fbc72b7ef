// Where the endpoints of a fabric are, by the names that they have on the servers.

import { topicPath } from "../../../shared/brokers/pubsub/endpoint.ts";
import { queueArn } from "../../../shared/brokers/sqs/endpoint.ts";
import type { Endpoint } from "../../../shared/fabric/link.ts";
import type { Places } from "./to-rule.ts";

/** By the endpoints' names in the fabric; a fault at a topic is at its subscriptions, too. */
export const faultPlaces = (endpoints: readonly Endpoint[]): Places =>
  new Map(
    endpoints.map((endpoint) => [
      endpoint.name,
      { broker: endpoint.broker, name: endpoint.broker === "sqs" ? queueArn(endpoint) : topicPath(endpoint) },
    ]),
  );
