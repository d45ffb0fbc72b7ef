// The floor: what no design on these services can avoid, however well it is made.

import type { Assumed } from "./assumptions.ts";
import { leastRequestsPerMessage, SQS_BATCH } from "./fill.ts";
import type { ItemName } from "./flow.ts";
import { type Load, messageBytes, messagesPerMonth } from "./load.ts";
import { added, type Quantity } from "./month.ts";
import type { PriceName } from "./price.ts";
import { pubsubBytes } from "./send-flows.ts";
import { type LinkShape, shareOf } from "./shape.ts";

/**
 * Requests filled to the brim, Pub/Sub's bytes, and gzipped bytes out of a cloud or a region; no CPU, no headers, no
 * polls in vain. Landing, tenants, keys and logs are choices, and not in it.
 */
export function floorOf(shape: LinkShape, load: Load, assumed: Assumed): readonly Quantity[] {
  const messages = messagesPerMonth(load);
  const all = messages * (load.sentPerMessage ?? 1);
  const bytes = messageBytes(load);
  const wireBytes = bytes * (load.compressedShare ?? assumed.compressedShare) * assumed.framing;
  const requests = leastRequestsPerMessage(bytes);
  const quantity = (item: ItemName, price: PriceName, amount: number): Quantity => ({ item, price, amount });
  const queue = (fifo: boolean): PriceName => (fifo ? "sqs.fifo" : "sqs.standard");

  const taking =
    shape.cloud === "aws"
      ? [
          quantity("receive", queue(shape.source.fifo), messages * requests),
          quantity("delete", queue(shape.source.fifo), messages / SQS_BATCH),
        ]
      : [quantity("delivery", "pubsub.delivery", messages * pubsubBytes(bytes, Number.POSITIVE_INFINITY))];
  const giving = shape.targets.flatMap((target, at) => {
    const sent = all * shareOf(shape, at);
    const far = shape.region !== target.region;
    if (target.broker === "pubsub")
      return [
        quantity("publish", "pubsub.publish", sent * pubsubBytes(bytes, Number.POSITIVE_INFINITY)),
        ...(shape.cloud === "aws" ? [quantity("aws-egress", "aws.egress", sent * wireBytes)] : []),
        ...(shape.cloud === "gcp" && target.ordered && far
          ? [quantity("google-region", "google.between-regions", sent * wireBytes)]
          : []),
      ];
    return [
      quantity("send", queue(target.fifo), sent * requests),
      ...(shape.cloud === "gcp" ? [quantity("google-egress", "google.egress", sent * wireBytes)] : []),
      ...(shape.cloud === "aws" && far ? [quantity("aws-region", "aws.between-regions", sent * wireBytes)] : []),
    ];
  });
  return added([...taking, ...giving]);
}
