// The subscription of a landing, over Pub/Sub's own protocol, whoever serves it.

import { topicPath } from "../../../shared/brokers/pubsub/endpoint.ts";
import type { LandingPlan } from "../../../shared/fabric/deployment/landing-plan.ts";
import { askBroker } from "../ask-broker.ts";
import { localSubscriber } from "../local-subscriber.ts";
import { makeSubscription } from "../provision.ts";
import type { Servers } from "../servers.ts";
import { type Taken, toTaken } from "./taken.ts";

/** A subscription that one takes from. Each call rejects where the server is gone, or does not want to. */
export interface LandingSubscription {
  /** What waits now; none where nothing does. */
  take(): Promise<readonly Taken[]>;
  acknowledge(messages: readonly Taken[]): Promise<void>;
  /** They come again at once, and count as tried. */
  refuse(messages: readonly Taken[]): Promise<void>;
  /** They stay out for longer. */
  hold(messages: readonly Taken[]): Promise<void>;
  close(): Promise<void>;
}

/** How long what was taken is out, in seconds: so soon it comes again after a crash. Ours; at least 10. */
const ACK_SECONDS = 20;

/** The most that one pull may ask for: https://cloud.google.com/pubsub/quotas#resource_limits */
const MOST = 1_000;

/** How long one request may take, in milliseconds. Ours. */
const REQUEST_MS = 10_000;

/** https://cloud.google.com/pubsub/docs/reference/rpc/google.pubsub.v1#subscription: up to ten minutes may be asked for. */
const HOLD_SECONDS = 60;

/** The full name of the plan's subscription. */
export const subscriptionPath = ({ project, subscription }: LandingPlan): string =>
  `projects/${project}/subscriptions/${subscription}`;

/**
 * Makes it where it is not there yet. What is refused comes again without a pause, as often as the plan says: what does not fit
 * never will, and nobody waits four hours for its dead letter here. Rejects as `askBroker` does.
 */
export async function openSubscription(plan: LandingPlan, servers: Servers): Promise<LandingSubscription> {
  const { topic, deadLetters, maxAttempts, project } = plan;
  const subscription = subscriptionPath(plan);
  await askBroker(servers, "pubsub", `subscription ${plan.subscription}`, () =>
    makeSubscription(servers.pubsub, topic, subscription, {
      ackDeadlineSeconds: ACK_SECONDS,
      deadLetterPolicy: { deadLetterTopic: topicPath(deadLetters), maxDeliveryAttempts: maxAttempts },
    }),
  );
  const client = localSubscriber(servers.pubsubHost, project);
  // The client's own retries would go on for ten minutes.
  const call = { timeout: REQUEST_MS, retry: null };
  const ackIds = (messages: readonly Taken[]) => messages.map(({ ackId }) => ackId);
  const deadline = async (messages: readonly Taken[], ackDeadlineSeconds: number) => {
    if (messages.length === 0) return;
    await client.modifyAckDeadline({ subscription, ackIds: ackIds(messages), ackDeadlineSeconds }, call);
  };
  return {
    async take() {
      const [{ receivedMessages }] = await client.pull(
        { subscription, maxMessages: MOST, returnImmediately: true },
        call,
      );
      return (receivedMessages ?? []).map(toTaken);
    },
    async acknowledge(messages) {
      if (messages.length > 0) await client.acknowledge({ subscription, ackIds: ackIds(messages) }, call);
    },
    refuse: (messages) => deadline(messages, 0),
    hold: (messages) => deadline(messages, HOLD_SECONDS),
    close: () => client.close(),
  };
}
