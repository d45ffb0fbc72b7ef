// The methods of google.pubsub.v1.Subscriber by which a client ends or extends what was handed out to it.

import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import type { AckReport } from "../answers.ts";
import { invalid, PubsubFault } from "../fault.ts";
import { type Fields, numberField, textField, textsField, within } from "../forms/fields.ts";
import type { Method } from "./method.ts";

/** Acknowledge. With exactly-once delivery, throws `INVALID_ARGUMENT` where an ack id was not good. */
export const acknowledge: Method = (request, { engine }) =>
  answerOf(engine.ack(textField(request, "subscription"), ackIdsOf(request)));

/** ModifyAckDeadline: 0 refuses; also below the 10 seconds that a subscription may have. Throws as `acknowledge`. */
export const modifyAckDeadline: Method = (request, { engine }) => {
  const bounds = { min: 0, max: PUBSUB_LIMITS.ackDeadlineSeconds.max };
  const seconds = within(numberField(request, "ackDeadlineSeconds"), bounds, "ack_deadline_seconds", 0);
  return answerOf(engine.modifyDeadline(textField(request, "subscription"), ackIdsOf(request), seconds));
};

/** What the official clients read of a refusal: https://cloud.google.com/pubsub/docs/exactly-once-delivery */
function answerOf({ invalid: expired, unordered }: AckReport): Fields {
  if (expired.length + unordered.length === 0) return {};
  const metadata = Object.fromEntries([
    ...expired.map((ackId) => [ackId, "PERMANENT_FAILURE_INVALID_ACK_ID"]),
    ...unordered.map((ackId) => [ackId, "TRANSIENT_FAILURE_UNORDERED_ACK_ID"]),
  ]);
  const text =
    expired.length > 0
      ? "Some acknowledgement ids in the request were invalid: they have expired, or were malformed."
      : "Some acknowledgement ids in the request were out of order.";
  throw new PubsubFault("INVALID_ARGUMENT", text, { reason: "EXACTLY_ONCE_ACKID_FAILURE", metadata });
}

function ackIdsOf(request: Fields): readonly string[] {
  const ackIds = textsField(request, "ackIds");
  if (ackIds.length === 0) throw invalid("No ack ids specified.");
  return ackIds;
}
