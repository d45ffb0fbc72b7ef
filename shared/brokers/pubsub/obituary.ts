// A hopeless message as it lies in a dead-letter topic: everything that it was, and why it is there.

import { SinkError } from "../../core/errors.ts";
import type { Delivery, Reason } from "../../core/ports.ts";
import { splitHeader } from "../header.ts";
import { PUBSUB_LIMITS } from "./endpoint.ts";
import { fitAttributes, type Parts } from "./fit.ts";
import type { PubsubWire } from "./wire.ts";

/** The attribute with the reason, as JSON: link, code, class, reason, at, attempt, receipt. */
const DEAD = "hopspan-dead";

/**
 * Bytes, ordering key and attributes of the delivery as they came, and the reason beside them. Attributes that find no
 * room, or have the name of what is added here, are in `hopspan-dead.1`, `hopspan-dead.2`, ...: one JSON list of names
 * and values, cut into pieces. Throws a `SinkError` where even that does not fit, and for a delivery of another broker.
 */
export function withObituary({ raw, receipt, attempt }: Delivery, reason: Reason): PubsubWire {
  if (!isWire(raw)) throw new SinkError("NOT_A_PUSH", `delivery ${receipt} has not come from Pub/Sub`, true);
  const all = Object.entries(raw.attributes);
  const earlier = all.filter(([name]) => isAdded(name));
  const own = new Map(all.filter(([name]) => !isAdded(name)));
  const words = obituary(reason, receipt, attempt);
  const attributes = fitAttributes(own, (moved) => {
    const crowded = [...earlier, ...moved.map((name) => [name, own.get(name) ?? ""] as const)];
    return [[DEAD, words], ...overflow(crowded)];
  });
  if (attributes === undefined || Buffer.byteLength(words) > PUBSUB_LIMITS.attributeValueBytes)
    throw new SinkError("ATTRIBUTES_TOO_LARGE", `delivery ${receipt} leaves no room for the reason of its death`, true);
  return { ...raw, attributes };
}

const isAdded = (name: string) => /^hopspan-dead(\.[1-9][0-9]*)?$/.test(name);

function isWire(raw: unknown): raw is PubsubWire {
  return typeof raw === "object" && raw !== null && "attributes" in raw && "data" in raw;
}

function overflow(crowded: Parts): Parts {
  if (crowded.length === 0) return [];
  const parts = splitHeader(JSON.stringify(crowded), PUBSUB_LIMITS.attributeValueBytes);
  return parts.map(([, part], at) => [`${DEAD}.${at + 1}`, part]);
}

/** The reason's text gives way where the attribute would grow too long. */
function obituary({ link, error, at }: Reason, receipt: string, attempt: number | undefined): string {
  const write = (reason: string) =>
    JSON.stringify({ link, code: error.code, class: error.name, reason, at, attempt, receipt });
  let left = [...error.message];
  let words = write(error.message);
  for (;;) {
    const over = Buffer.byteLength(words) - PUBSUB_LIMITS.attributeValueBytes;
    if (over <= 0 || left.length === 0) return words;
    // No character takes more than six bytes in JSON, so this never cuts off more than it must.
    left = left.slice(0, -Math.ceil(over / 6));
    words = write(`${left.join("")}…`);
  }
}
