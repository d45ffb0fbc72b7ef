// The pure steps of one delivery before anything is sent: open it, refuse a loop, transform it, stamp its trail.

import { classify, TransformError } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Delivery, Transform } from "./ports.ts";
import { extendTrail } from "./trail.ts";
import type { Prepared } from "./verdict.ts";

/** Never throws: what fails is carried along as a failure, so one delivery can't harm its batch. */
export function prepare(delivery: Delivery, link: string, transform: Transform): Prepared {
  let id: string | undefined;
  try {
    const message = delivery.open();
    id = message.id;
    const trail = extendTrail(message, link);
    return { delivery, id, messages: applied(transform, message, trail) };
  } catch (thrown) {
    return { delivery, ...(id === undefined ? {} : { id }), failure: classify(thrown) };
  }
}

/**
 * A transform that throws once throws always, whatever it threw, and so does one that gives back no list: everything
 * becomes a `TransformError`.
 */
function applied(transform: Transform, message: Message, trail: readonly string[]): readonly Message[] {
  try {
    const children = transform(message);
    return children.map((child, at) => descend(child, message, trail, children.length > 1 ? `.${at}` : ""));
  } catch (thrown) {
    if (thrown instanceof TransformError) throw thrown;
    const kind = thrown instanceof Error ? thrown.name : typeof thrown;
    throw new TransformError("TRANSFORM", `a transform threw a ${kind}`, thrown);
  }
}

/** Identity and path are not a transform's to change: they come from the message that entered. */
function descend(child: Message, { id, sentAt }: Message, trail: readonly string[], suffix: string): Message {
  return { ...child, id: `${id}${suffix}`, trail, sentAt };
}
