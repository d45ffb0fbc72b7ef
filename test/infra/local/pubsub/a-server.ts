// A server on a free port and the official client that talks to it: what the tests over the wire start from.

import { PubSub, type Subscription, type Topic, v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { onTestFinished } from "vitest";
import { type PubsubServer, type PubsubServerOptions, pubsubServer } from "../../../../infra/local/pubsub/server.ts";

const PROJECT = "earth";

/** A server and the official client of it, both gone when the test is. */
export async function aServer(options: PubsubServerOptions = {}): Promise<{ server: PubsubServer; client: PubSub }> {
  const server = await pubsubServer(options);
  onTestFinished(() => server.close());
  const client = new PubSub({ projectId: PROJECT, apiEndpoint: server.host, emulatorMode: true });
  onTestFinished(() => client.close());
  return { server, client };
}

/** The generated client, which says what goes over the wire word for word. */
export function aRawSubscriber({ host }: PubsubServer): InstanceType<typeof v1.SubscriberClient> {
  const [apiEndpoint = "", port] = host.split(":");
  const sslCreds = credentials.createInsecure();
  const clientOptions = { universeDomain: "googleapis.com" };
  const raw = new v1.SubscriberClient({ projectId: PROJECT, apiEndpoint, port: Number(port), sslCreds, clientOptions });
  onTestFinished(() => raw.close());
  return raw;
}

/** A topic with a subscription. */
export async function aSubscription(
  client: PubSub,
  options: Parameters<Topic["createSubscription"]>[1] = {},
): Promise<{ topic: Topic; subscription: Subscription }> {
  const [topic] = await client.createTopic("orders");
  topic.setPublishOptions({ messageOrdering: true });
  const [subscription] = await topic.createSubscription("billing", options ?? {});
  return { topic, subscription };
}

/** gRPC's code and the text by which a call is refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: unknown; details: unknown }> {
  const thrown: unknown = await call.then(
    () => new Error("the call succeeded"),
    (error: unknown) => error,
  );
  const { code, details } = thrown as { code?: unknown; details?: unknown };
  return { code, details };
}
