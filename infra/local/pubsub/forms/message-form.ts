// Between messages as the wire has them and as the engine keeps them.

import type { Delivered } from "../hand-out.ts";
import type { Draft } from "../message.ts";
import { type Fields, textField, textMap, toDuration } from "./fields.ts";

/** A message as a publisher sends it. The data is copied: it must not hold on to the whole request. */
export const toDraft = (fields: Fields): Draft => ({
  data: Buffer.from((fields["data"] as Uint8Array | undefined) ?? []),
  attributes: new Map(Object.entries(textMap(fields, "attributes"))),
  orderingKey: textField(fields, "orderingKey"),
});

/** A message as a puller gets it. */
export const fromDelivered = ({ ackId, message, attempt }: Delivered): Fields => ({
  ackId,
  deliveryAttempt: attempt,
  message: {
    data: message.data,
    attributes: Object.fromEntries(message.attributes),
    messageId: message.id,
    publishTime: toDuration(message.publishedAt),
    orderingKey: message.orderingKey,
  },
});
