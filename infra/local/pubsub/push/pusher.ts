// Carries a push subscription's messages to its endpoint by HTTP, one message per request.

import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest, Agent as SecureAgent } from "node:https";
import { consumer } from "../consumer.ts";
import type { PubsubEngine } from "../engine.ts";
import type { Delivered, Subscription } from "../subscription.ts";
import { pace } from "./pace.ts";
import { pushBody } from "./request.ts";

/** https://docs.cloud.google.com/pubsub/docs/push#receive_push: all else refuses. */
const ACKNOWLEDGED: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);

/** Delivers while the subscription has a push endpoint. */
export interface Pusher {
  /** Something may have to be delivered. */
  wake(): void;
  /** Ends requests that are on their way: their messages are refused. */
  close(): void;
}

/** One per subscription. A dead endpoint is tried at the pace of the back-off, never in a loop. */
export function pusher(name: string, engine: PubsubEngine, now: () => number): Pusher {
  const agents = [
    new Agent({ keepAlive: true, maxSockets: 100 }),
    new SecureAgent({ keepAlive: true, maxSockets: 100 }),
  ] as const;
  const own = consumer();
  const speed = pace(now);
  const closing = new AbortController();
  let onTheWay = 0;
  let timer: NodeJS.Timeout | undefined;

  const wake = (): void => {
    if (closing.signal.aborted || !engine.hasSubscription(name)) return;
    const from = engine.subscription(name);
    while (from.settings().push !== undefined && onTheWay < speed.window() && from.hasNext(own)) {
      const waitMs = speed.pausedUntil() - now();
      if (waitMs > 0) {
        timer ??= setTimeout(() => {
          timer = undefined;
          wake();
        }, waitMs);
        return;
      }
      const delivered = from.take(own);
      if (delivered === undefined) return;
      void deliver(delivered, from);
    }
  };

  const deliver = async (delivered: Delivered, from: Subscription): Promise<void> => {
    onTheWay++;
    const startedAt = now();
    const isTaken = await post(delivered, from, agents, closing.signal).catch(() => false);
    onTheWay--;
    if (isTaken) speed.acked(now() - startedAt);
    else speed.refused();
    if (engine.hasSubscription(name)) {
      if (isTaken) from.ack(delivered.ackId);
      else from.extend(delivered.ackId, 0);
    }
    wake();
  };

  return {
    wake,
    close() {
      closing.abort();
      clearTimeout(timer);
      for (const agent of agents) agent.destroy();
    },
  };
}

/** True where the endpoint has acknowledged within the ack deadline. */
function post(
  delivered: Delivered,
  from: Subscription,
  [plain, secure]: readonly [Agent, SecureAgent],
  closing: AbortSignal,
): Promise<boolean> {
  const settings = from.settings();
  const { headers, body } = pushBody(delivered, settings);
  const url = new URL(settings.push?.endpoint ?? "");
  const isSecure = url.protocol === "https:";
  const signal = AbortSignal.any([closing, AbortSignal.timeout(settings.ackDeadlineMs)]);
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      headers: { ...headers, "content-length": body.byteLength, "user-agent": "CloudPubSub-Google" },
      signal,
    };
    const outgoing = isSecure
      ? httpsRequest(url, { ...options, agent: secure })
      : httpRequest(url, { ...options, agent: plain });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(ACKNOWLEDGED.has(response.statusCode ?? 0)));
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
