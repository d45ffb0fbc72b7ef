// A topic, as `send` and `receive` use it: what arrives there is taken from the inbox that a local run keeps for it.

import type { protos } from "@google-cloud/pubsub";
import { claimIn, storeOf } from "../../../shared/brokers/pubsub/claims.ts";
import { publisherClient } from "../../../shared/brokers/pubsub/client.ts";
import type { PubsubEndpoint } from "../../../shared/brokers/pubsub/endpoint.ts";
import { pubsubSink } from "../../../shared/brokers/pubsub/sink.ts";
import { fromWire, type PubsubWire } from "../../../shared/brokers/pubsub/wire.ts";
import { redeemClaims } from "../../../shared/brokers/redeem.ts";
import { deadline } from "../../../shared/core/deadline.ts";
import type { Message } from "../../../shared/core/message.ts";
import { localSubscriber } from "../../local/local-subscriber.ts";
import { type Connection, RELEASE_MS, type Received, SEND_SECONDS, WAIT_SECONDS } from "./connection.ts";

type Pulled = protos.google.pubsub.v1.IReceivedMessage;

/**
 * `host` as in PUBSUB_EMULATOR_HOST; `inbox` is the subscription to take from; `env` leads to the store of a claim check, where the
 * endpoint has one.
 */
export function topicConnection(
  host: string,
  endpoint: PubsubEndpoint,
  inbox: string,
  env: NodeJS.ProcessEnv = process.env,
): Connection {
  const publisher = publisherClient(endpoint, { PUBSUB_EMULATOR_HOST: host });
  const sink = pubsubSink(endpoint, { client: publisher, env });
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
        if (pulled?.length || Date.now() > end) return redeemed(received(pulled ?? [], endpoint.name), endpoint, env);
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

/** With the bodies that lie elsewhere, as a function would have them. */
async function redeemed(
  list: readonly Taken[],
  { claimCheck, name }: PubsubEndpoint,
  env: NodeJS.ProcessEnv,
): Promise<readonly Received[]> {
  if (claimCheck === undefined || list.length === 0) return list;
  const place = { name, claimCheck };
  const store = await storeOf(place, env);
  const budget = deadline(SEND_SECONDS);
  return redeemClaims(list, ({ wire, openAs }) => claimIn({ raw: wire, openAs }, place), {
    bucket: claimCheck.bucket,
    store,
    budget,
  });
}

interface Taken extends Received {
  readonly wire: PubsubWire;
  readonly openAs: (wire: PubsubWire) => Message;
}

function received(pulled: readonly Pulled[], endpoint: string): readonly Taken[] {
  return pulled.map(({ ackId, message }) => {
    const { data, attributes, orderingKey, messageId, publishTime } = message ?? {};
    const bytes = typeof data === "string" ? Buffer.from(data, "base64") : (data ?? new Uint8Array());
    const wire = { data: bytes, attributes: attributes ?? {}, ...(orderingKey ? { orderingKey } : {}) };
    const publishedAt = Number(publishTime?.seconds ?? 0) * 1_000;
    const openAs = (whole: PubsubWire) => fromWire({ ...whole, endpoint, messageId: messageId ?? "", publishedAt });
    return {
      wire,
      openAs,
      raw: { messageId, data: Buffer.from(bytes).toString("base64"), attributes, orderingKey, publishTime },
      handle: ackId ?? "",
      open: () => openAs(wire),
    };
  });
}
