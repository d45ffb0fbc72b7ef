// What a source can hold and a target can't: told before the first large message ends in the dead letters.

import { PUBSUB_LIMITS } from "../../brokers/pubsub/endpoint.ts";
import { SQS_LIMITS } from "../../brokers/sqs/endpoint.ts";
import type { Problem } from "../../core/errors.ts";
import { type Fabric, joins, note } from "../fabric.ts";
import type { Endpoint } from "../link.ts";

/** The most that a message of an endpoint can weigh, with its attributes, by the provider's own limit. */
const largestBytes = ({ broker }: Endpoint): number =>
  broker === "sqs" ? SQS_LIMITS.messageBytes : PUBSUB_LIMITS.messageBytes;

/** With a claim check, as much as a function fetches: `CLAIM_LIMITS` of the brokers. */
const FETCHED_BYTES = 33_554_432;
const comesWith = (source: Endpoint): number =>
  source.claimCheck === undefined ? largestBytes(source) : FETCHED_BYTES;

const figure = (bytes: number): string => bytes.toLocaleString("en-US");

/**
 * A message that outgrows its target can be sent by a claim check only, and else goes to the dead letters. Attributes are no problem: those
 * beyond a target's count travel in the header, and the most that a topic allows weigh far less than a queue takes. No more
 * than a note: every hop from a topic to a queue is so, and most topics never see such a message.
 */
export function sizes(fabric: Fabric): readonly Problem[] {
  return [...joins(fabric)]
    .filter(({ target }) => target.endpoint.claimCheck === undefined)
    .filter(({ source, target }) => comesWith(source.endpoint) > largestBytes(target.endpoint))
    .map(({ hop, source: { endpoint: source }, target: { endpoint: target, existing }, path }) => {
      const most = figure(largestBytes(target));
      const less = existing ? ", or less where it is set so" : "";
      return note(
        fabric,
        path,
        "SIZE",
        `a message of ${source.name} can have ${figure(comesWith(source))} bytes and ${target.name} takes ${most}${less}: larger ones go to the dead letters of hop ${hop.name}, unless ${target.name} has a claimCheck`,
      );
    });
}
