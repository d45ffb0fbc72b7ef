// Decodes what a push subscription calls a function with, and answers so that only what may still succeed comes back.

import { createHash } from "node:crypto";
import { classify, HopspanError } from "../../core/errors.ts";
import { onFirstCall } from "../../core/on-first-call.ts";
import type { Delivery, Source } from "../../core/ports.ts";
import { comesAgain } from "../../core/verdict.ts";
import type { Reopened } from "./claims.ts";
import type { PubsubEndpoint } from "./endpoint.ts";
import { type Pushed, type PushRequest, readPush } from "./push.ts";
import { fromWire, type PubsubWire } from "./wire.ts";

/** All that Pub/Sub looks at in an answer. */
export interface PushReply {
  readonly status: number;
}

/** One of the codes that acknowledge: https://docs.cloud.google.com/pubsub/docs/push#receive_push */
const ACKNOWLEDGED = 204;
/**
 * Any other code refuses, and a refusal slows the whole subscription down, good messages too: so only what is worth
 * another try is refused. https://docs.cloud.google.com/pubsub/docs/push#push_backoff
 */
const REFUSED = 503;

/**
 * One request is one delivery, and never throws: a request that is no push is a delivery that can't be opened, so it
 * reaches the dead letters and is acknowledged. `subscription` is the link's own, by its name; a push of another one is
 * refused, since nobody here has the right to acknowledge it. `now` stands in where a push does not say when it was
 * published, in ms since 1970.
 */
export function pubsubSource(
  endpoint: PubsubEndpoint,
  subscription: string,
  now: () => number = Date.now,
): Source<PushRequest, PushReply> {
  const { claimCheck } = endpoint;
  return {
    ...(claimCheck === undefined ? {} : { redeem: redeemer({ ...endpoint, claimCheck }) }),
    receive(request) {
      try {
        const delivery = readable(readPush(request), endpoint.name, subscription, now());
        return [claimCheck === undefined ? plain(delivery) : delivery];
      } catch (thrown) {
        return [unreadable(request, thrown)];
      }
    },
    settle: (outcomes) => ({ status: outcomes.some(comesAgain) ? REFUSED : ACKNOWLEDGED }),
  };
}

type Claimed = PubsubEndpoint & Required<Pick<PubsubEndpoint, "claimCheck">>;

/** What it takes is loaded, and the store made, by the first push. */
function redeemer(endpoint: Claimed): NonNullable<Source<PushRequest, PushReply>["redeem"]> {
  const loaded = onFirstCall(async () => {
    const { redeem, storeOf } = await import("./claims.ts");
    return { redeem, store: await storeOf(endpoint) };
  });
  return async (deliveries, budget) => {
    const { redeem, store } = await loaded();
    return redeem(deliveries, endpoint, { store, budget });
  };
}

function readable(pushed: Pushed, endpoint: string, subscription: string, receivedAt: number): Reopened {
  const { wire, messageId, attempt, publishedAt = receivedAt } = pushed;
  const openAs = (whole: PubsubWire) => {
    if (pushed.subscription !== undefined && pushed.subscription.split("/").at(-1) !== subscription)
      throw new HopspanError("WRONG_SUBSCRIPTION", `the push is not of ${subscription}: check where it leads`, true);
    return fromWire({ ...whole, endpoint, messageId, publishedAt });
  };
  return {
    receipt: messageId,
    ...(wire.orderingKey === undefined ? {} : { lane: wire.orderingKey }),
    ...(attempt === undefined ? {} : { attempt }),
    raw: wire,
    openAs,
    open: () => openAs(wire),
  };
}

const plain = ({ openAs: _, ...delivery }: Reopened): Delivery => delivery;

/** Named by its content, so that a redelivery can be recognised. */
function unreadable({ body }: PushRequest, thrown: unknown): Delivery {
  const raw: PubsubWire = { data: body, attributes: {} };
  return {
    receipt: `unreadable-${createHash("sha256").update(body).digest("hex").slice(0, 16)}`,
    raw,
    open() {
      throw classify(thrown);
    },
  };
}
