// A topic, as `send` and `receive` use it: what arrives there is taken from the inbox that a local run keeps for it.

import { type protos, v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { publisherClient } from "../../../shared/brokers/pubsub/client.ts";
import type { PubsubEndpoint } from "../../../shared/brokers/pubsub/endpoint.ts";
import { pubsubSink } from "../../../shared/brokers/pubsub/sink.ts";
import { fromWire } from "../../../shared/brokers/pubsub/wire.ts";
import { deadline } from "../../../shared/core/deadline.ts";
import { type Connection, RELEASE_MS, type Received, SEND_SECONDS, WAIT_SECONDS } from "./connection.ts";

type Pulled = protos.google.pubsub.v1.IReceivedMessage;

/** `host` as in PUBSUB_EMULATOR_HOST; `inbox` is the subscription to take from. */
export function topicConnection(host: string, endpoint: PubsubEndpoint, inbox: string): Connection {
  const publisher = publisherClient(endpoint, { PUBSUB_EMULATOR_HOST: host });
  const sink = pubsubSink(endpoint, { client: publisher });
  const subscriber = localSubscriber(host, endpoint.project);
  const subscription = `projects/${endpoint.project}/subscriptions/${inbox}`;
  return {
    async send(message) {
      const [result] = await sink.send([message], deadline(SEND_SECONDS));
      return result?.kind === "refused" ? result.error : undefined;
    },
    async receive(most, ended) {
      const end = Date.now() + WAIT_SECONDS * 1_000;
      while (!ended.aborted) {
        const [{ receivedMessages: pulled }] = await subscriber.pull(
          { subscription, maxMessages: most, returnImmediately: true },
          // The client's own retries would hide for a minute that nobody is there.
          { timeout: SEND_SECONDS * 1_000, retry: null },
        );
        if (pulled?.length || Date.now() > end) return received(pulled ?? [], endpoint.name);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return [];
    },
    async acknowledge(list) {
      if (list.length > 0) await subscriber.acknowledge({ subscription, ackIds: list.map(({ handle }) => handle) });
    },
    async release(list) {
      if (list.length === 0) return;
      const ackIds = list.map(({ handle }) => handle);
      await subscriber
        .modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 }, { timeout: RELEASE_MS, retry: null })
        .catch(() => {});
    },
    async close() {
      await Promise.all([publisher.close(), subscriber.close()]);
    },
  };
}

function received(pulled: readonly Pulled[], endpoint: string): readonly Received[] {
  return pulled.map(({ ackId, message }) => {
    const { data, attributes, orderingKey, messageId, publishTime } = message ?? {};
    const bytes = typeof data === "string" ? Buffer.from(data, "base64") : (data ?? new Uint8Array());
    return {
      raw: { messageId, data: Buffer.from(bytes).toString("base64"), attributes, orderingKey, publishTime },
      handle: ackId ?? "",
      open: () =>
        fromWire({
          endpoint,
          messageId: messageId ?? "",
          data: bytes,
          attributes: attributes ?? {},
          publishedAt: Number(publishTime?.seconds ?? 0) * 1_000,
          ...(orderingKey ? { orderingKey } : {}),
        }),
    };
  });
}

function localSubscriber(host: string, projectId: string) {
  const { hostname, port } = new URL(`http://${host}`);
  return new v1.SubscriberClient({
    projectId,
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    clientOptions: { universeDomain: "googleapis.com" },
  });
}
