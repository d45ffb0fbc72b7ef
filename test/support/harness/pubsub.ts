// A Pub/Sub behind any host, opened for the conformance suites: a pull stands in for the service's own push.

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type protos, v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { publisherClient } from "../../../shared/brokers/pubsub/client.ts";
import { pubsubDeadLetters } from "../../../shared/brokers/pubsub/dead-letters.ts";
import { type PubsubEndpoint, topicPath } from "../../../shared/brokers/pubsub/endpoint.ts";
import type { PushRequest } from "../../../shared/brokers/pubsub/push.ts";
import { pubsubSink } from "../../../shared/brokers/pubsub/sink.ts";
import { pubsubSource } from "../../../shared/brokers/pubsub/source.ts";
import type { BrokerHarness, OpenBroker, Taken } from "../../suites/broker-harness.ts";
import { redeemed } from "./redeemed.ts";

/** Where a party's Pub/Sub is; `host` is asked for when a test runs, not before. */
export interface PubsubParty {
  readonly name: string;
  readonly host: () => string;
  readonly gaps?: Readonly<Record<string, string>>;
  /** With it every body lies elsewhere: in the folder of `HOPSPAN_CLAIMS`. */
  readonly claimCheck?: PubsubEndpoint["claimCheck"];
}

type Subscriber = InstanceType<typeof v1.SubscriberClient>;
type Pulled = protos.google.pubsub.v1.IReceivedMessage;

const PROJECT = "suite-project";
/** How often, and how far apart in milliseconds, an empty subscription is asked before it counts as silent. */
const PULLS = 12;
const PULL_PAUSE_MS = 50;

/** The harness of a party. */
export function pubsubHarness({ name, host, gaps = {}, claimCheck }: PubsubParty): BrokerHarness {
  return { name, broker: "pubsub", gaps, open: ({ ordered }) => open(host(), ordered, claimCheck) };
}

/** The official subscriber at a host. */
function subscriberAt(host: string): Subscriber {
  const [apiEndpoint, port] = host.split(":");
  return new v1.SubscriberClient({
    projectId: PROJECT,
    apiEndpoint: apiEndpoint ?? "",
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    clientOptions: { universeDomain: "googleapis.com" },
  });
}

async function open(host: string, ordered: boolean, claimCheck: PubsubParty["claimCheck"]): Promise<OpenBroker> {
  const [made, dead] = [anEndpoint(ordered), anEndpoint(false)];
  const source = claimCheck === undefined ? made : { ...made, claimCheck };
  const publisher = publisherClient(source, { PUBSUB_EMULATOR_HOST: host });
  const subscriber = subscriberAt(host);
  for (const endpoint of [source, dead]) {
    await publisher.createTopic({ name: topicPath(endpoint) });
    await subscriber.createSubscription({
      name: subscriptionPath(endpoint),
      topic: topicPath(endpoint),
      enableMessageOrdering: endpoint.ordered,
    });
  }
  return {
    sink: pubsubSink(source, { client: publisher }),
    deadLetters: pubsubDeadLetters(dead, { client: publisher }),
    async sendForeign({ body, attributes = new Map(), orderingKey = "" }) {
      const texts = Object.fromEntries([...attributes].map(([name, { value }]) => [name, value]));
      await publisher.publish({
        topic: topicPath(source),
        messages: [{ data: body, attributes: texts, orderingKey }],
      });
    },
    take: () => take(subscriber, source),
    buried: () => empty(subscriber, dead),
    async close() {
      for (const endpoint of [source, dead]) {
        await subscriber.deleteSubscription({ subscription: subscriptionPath(endpoint) });
        await publisher.deleteTopic({ topic: topicPath(endpoint) });
      }
      await Promise.all([publisher.close(), subscriber.close()]);
    },
  };
}

const anEndpoint = (ordered: boolean): PubsubEndpoint => ({
  broker: "pubsub",
  name: "suite",
  topic: `suite-${randomUUID()}`,
  ordered,
  project: PROJECT,
  region: "europe-west1",
});

const subscriptionPath = ({ project, topic }: PubsubEndpoint) => `projects/${project}/subscriptions/${topic}`;

/** One message, as a push brings one; the older form of pull answers at once, so that none is lost to a cancelled wait. */
async function pull(subscriber: Subscriber, endpoint: PubsubEndpoint): Promise<Pulled | undefined> {
  const ask = { subscription: subscriptionPath(endpoint), maxMessages: 1, returnImmediately: true };
  for (let pulls = 0; pulls < PULLS; pulls++) {
    const [{ receivedMessages }] = await subscriber.pull(ask);
    if (receivedMessages?.[0]) return receivedMessages[0];
    await pause(PULL_PAUSE_MS);
  }
  return undefined;
}

async function answer(subscriber: Subscriber, endpoint: PubsubEndpoint, { ackId }: Pulled, isTaken: boolean) {
  const request = { subscription: subscriptionPath(endpoint), ackIds: [ackId ?? ""] };
  if (isTaken) await subscriber.acknowledge(request);
  else await subscriber.modifyAckDeadline({ ...request, ackDeadlineSeconds: 0 });
}

async function take(subscriber: Subscriber, endpoint: PubsubEndpoint): Promise<Taken | undefined> {
  const pulled = await pull(subscriber, endpoint);
  if (pulled === undefined) return undefined;
  const source = pubsubSource(endpoint, endpoint.topic);
  return {
    deliveries: await redeemed(source, source.receive(pushOf(pulled, subscriptionPath(endpoint)))),
    async settle(outcomes) {
      const { status } = source.settle(outcomes);
      await answer(subscriber, endpoint, pulled, status >= 200 && status < 300);
    },
  };
}

/** A wrapped push: https://docs.cloud.google.com/pubsub/docs/push#receive_push */
function pushOf({ message, deliveryAttempt }: Pulled, subscription: string): PushRequest {
  const { seconds = 0, nanos = 0 } = message?.publishTime ?? {};
  const publishTime = new Date(Number(seconds) * 1_000 + Number(nanos) / 1e6).toISOString();
  const { data, attributes, messageId, orderingKey } = message ?? {};
  const wrapped = {
    message: {
      attributes,
      data: Buffer.from(data ?? "").toString("base64"),
      messageId,
      message_id: messageId,
      publishTime,
      publish_time: publishTime,
      ...(orderingKey ? { orderingKey } : {}),
    },
    subscription,
    ...(deliveryAttempt ? { deliveryAttempt } : {}),
  };
  return { headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(wrapped)) };
}

async function empty(subscriber: Subscriber, endpoint: PubsubEndpoint) {
  const all: Pulled[] = [];
  for (let next = await pull(subscriber, endpoint); next !== undefined; next = await pull(subscriber, endpoint)) {
    await answer(subscriber, endpoint, next, true);
    all.push(next);
  }
  return all.map(({ message }) => ({
    body: Uint8Array.from(Buffer.from(message?.data ?? "")),
    reason: JSON.parse(message?.attributes?.["hopspan-dead"] ?? "null"),
  }));
}
