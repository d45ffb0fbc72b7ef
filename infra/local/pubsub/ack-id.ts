// Ack ids: each names one delivery of one message of one subscription, and is good until that delivery has ended.

import { invalid } from "./fault.ts";

/** Which delivery an ack id is about. */
export interface DeliveryName {
  /** The subscription's, so that one made anew under the same name doesn't take ids of the old one. */
  readonly serial: number;
  /** The message's in the subscription. */
  readonly sequence: number;
  /** From 1. */
  readonly delivery: number;
}

/** The opposite of `fromAckId`. */
export const toAckId = ({ serial, sequence, delivery }: DeliveryName): string => `${serial}:${sequence}:${delivery}`;

/** Throws `INVALID_ARGUMENT` for what never was an ack id. */
export function fromAckId(ackId: string): DeliveryName {
  const [, serial, sequence, delivery] = /^([0-9]{1,15}):([0-9]{1,15}):([0-9]{1,15})$/.exec(ackId) ?? [];
  if (serial === undefined) throw invalid("You have passed an invalid ack ID to the service.");
  return { serial: Number(serial), sequence: Number(sequence), delivery: Number(delivery) };
}
