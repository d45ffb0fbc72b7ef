// The settings of every topic of a fabric, and where its messages land without a function.

import type { PubsubEndpoint } from "../../brokers/pubsub/endpoint.ts";
import type { Compiled, Role } from "../compile.ts";
import type { Fabric } from "../fabric.ts";
import type { Landing } from "../landing-schema.ts";
import { landingNames } from "./landing-plan.ts";

/** A topic and its settings. One of another system (`existing`) is named, and never made or changed. */
export interface TopicPlan {
  readonly endpoint: PubsubEndpoint;
  readonly role: Role;
  /** Absent: nothing is kept beyond what subscriptions keep. */
  readonly retentionSeconds?: number;
  /** The name of a schema in shared/schemas. */
  readonly schema?: string;
  readonly landing?: Landing;
  /** On dead letters: the subscription that keeps them, since a topic without one forgets. */
  readonly keeper?: { readonly name: string; readonly retentionSeconds: number };
}

/** The longest that a subscription keeps: https://cloud.google.com/pubsub/docs/subscription-properties */
const KEEPER_SECONDS = 2_678_400;

/** All topics: declared ones in the order of the file, then dead letters of links, then those of landings. */
export function topicPlans(fabric: Fabric, { endpoints }: Compiled): readonly TopicPlan[] {
  const plans = endpoints.flatMap((placed): readonly TopicPlan[] => {
    if (placed.broker !== "pubsub") return [];
    const { role, ...endpoint } = placed;
    if (role === "dead-letters") return [grave(endpoint)];
    const { retentionSeconds, schema, landing } = fabric.endpoints.get(endpoint.name)?.settings ?? {};
    return [
      {
        endpoint,
        role,
        ...(retentionSeconds === undefined ? {} : { retentionSeconds }),
        ...(schema === undefined ? {} : { schema }),
        ...(landing === undefined ? {} : { landing }),
      },
    ];
  });
  const landing = plans.filter((plan) => plan.landing !== undefined);
  return [...plans, ...landing.map(({ endpoint }) => grave(landingNames(fabric, endpoint).deadLetters))];
}

const grave = (endpoint: PubsubEndpoint): TopicPlan => ({
  endpoint,
  role: "dead-letters",
  keeper: { name: endpoint.topic, retentionSeconds: KEEPER_SECONDS },
});
