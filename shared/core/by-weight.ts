// Which of several targets a message goes to where they share a load.

import { createHash } from "node:crypto";
import type { Message } from "./message.ts";
import type { Choose } from "./to-one.ts";

/**
 * Every target, the first by chance in proportion to its weight, the rest by chance as well. The chance is made of the
 * ordering key, so that a key stays with its target, and of origin id and body where there is none: a message that comes
 * again goes where it went before. A weight that changes moves only as many keys as it must (weighted rendezvous hashing).
 */
export function byWeight(weights: readonly number[]): Choose {
  return (message) => {
    const name = message.orderingKey === undefined ? contentOf(message) : `key ${message.orderingKey}`;
    const scores = weights.map((weight, at) => -weight / Math.log(chance(`${at} ${name}`)));
    return [...weights.keys()].sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
  };
}

/**
 * What stays the same of a message without a key, wherever it is looked at: a child of a split has no number yet while its
 * hop's transforms run, so its body tells it from the others.
 */
const contentOf = ({ id, body }: Message): string =>
  createHash("sha256")
    .update(`${id.replace(/(\.\d+)+$/, "")} `)
    .update(body)
    .digest("hex");

/** Above 0 and below 1, the same for the same text, even over all texts. */
function chance(text: string): number {
  const bits = createHash("sha256").update(text).digest().readUIntBE(0, 6);
  return (bits + 0.5) / 2 ** 48;
}
