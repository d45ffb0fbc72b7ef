// Takes several messages at once, within limits of count and bytes.

import type { Consumer } from "./consumer.ts";
import { messageBytes } from "./message.ts";
import type { Delivered, Subscription } from "./subscription.ts";

/** The most that one answer carries, in bytes: gRPC clients take 4 MB unless told otherwise. A first message always goes. */
const ANSWER_BYTES = 3_000_000;

/** Up to `most`, in order; fewer where no more are ready or the answer would grow too large. */
export function takeSome(from: Subscription, most: number, consumer?: Consumer): readonly Delivered[] {
  const taken: Delivered[] = [];
  for (let bytes = 0; taken.length < most && bytes < ANSWER_BYTES; ) {
    const delivered = from.take(consumer);
    if (delivered === undefined) break;
    taken.push(delivered);
    bytes += messageBytes(delivered.message);
  }
  return taken;
}
