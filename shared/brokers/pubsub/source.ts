// Decodes what a push subscription calls a function with, and answers so that only what may still succeed comes back.

import { createHash } from "node:crypto";
import { classify, HopspanError } from "../../core/errors.ts";
import type { Delivery, Source } from "../../core/ports.ts";
import { comesAgain } from "../../core/verdict.ts";
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
  return {
    receive(request) {
      try {
        return [readable(readPush(request), endpoint.name, subscription, now())];
      } catch (thrown) {
        return [unreadable(request, thrown)];
      }
    },
    settle: (outcomes) => ({ status: outcomes.some(comesAgain) ? REFUSED : ACKNOWLEDGED }),
  };
}

function readable(pushed: Pushed, endpoint: string, subscription: string, receivedAt: number): Delivery {
  const { wire, messageId, attempt, publishedAt = receivedAt } = pushed;
  return {
    receipt: messageId,
    ...(wire.orderingKey === undefined ? {} : { lane: wire.orderingKey }),
    ...(attempt === undefined ? {} : { attempt }),
    raw: wire,
    open() {
      if (pushed.subscription !== undefined && pushed.subscription.split("/").at(-1) !== subscription)
        throw new HopspanError("WRONG_SUBSCRIPTION", `the push is not of ${subscription}: check where it leads`, true);
      return fromWire({ ...wire, endpoint, messageId, publishedAt });
    },
  };
}

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
