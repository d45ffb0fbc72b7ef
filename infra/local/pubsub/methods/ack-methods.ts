// The methods of google.pubsub.v1.Subscriber by which a client ends or extends what was handed out to it.

import { PUBSUB_LIMITS } from "../../../../shared/brokers/pubsub/endpoint.ts";
import { invalid } from "../fault.ts";
import { type Fields, numberField, textField, textsField, within } from "../forms/fields.ts";
import type { Method } from "./method.ts";

/** Acknowledge. */
export const acknowledge: Method = (request, { engine }) => {
  engine.ack(textField(request, "subscription"), ackIdsOf(request));
  return {};
};

/** ModifyAckDeadline: 0 refuses; also below the 10 seconds that a subscription may have. */
export const modifyAckDeadline: Method = (request, { engine }) => {
  const bounds = { min: 0, max: PUBSUB_LIMITS.ackDeadlineSeconds.max };
  const seconds = within(numberField(request, "ackDeadlineSeconds"), bounds, "ack_deadline_seconds", 0);
  engine.modifyDeadline(textField(request, "subscription"), ackIdsOf(request), seconds);
  return {};
};

function ackIdsOf(request: Fields): readonly string[] {
  const ackIds = textsField(request, "ackIds");
  if (ackIds.length === 0) throw invalid("No ack ids specified.");
  return ackIds;
}
