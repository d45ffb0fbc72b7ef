// What a link has to carry: how many messages of what size, and when.

import { ConfigError } from "../../shared/core/errors.ts";
import type { LinkShape } from "./shape.ts";

/** All months are alike: a twelfth of 8,760 hours. */
export const HOURS_PER_MONTH = 730;

/** The same in seconds: 2,628,000. */
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;

/** What arrives at a link's source. */
export interface Load {
  /** Averaged over the month. */
  readonly messagesPerSecond: number;
  readonly bodyBytes: number;
  /** Names and values, the header that Hopspan adds included; 150 unless given. */
  readonly attributeBytes?: number;
  /** The rate while messages come, where they don't come evenly: the source is silent for the rest of the month. */
  readonly burstPerSecond?: number;
  /** The share of a body's bytes that gzip leaves, 0 to 1; a range is assumed where it is not given. */
  readonly compressedShare?: number;
  /** Messages that leave per message that comes: below 1 with a filter, above with a split; 1 unless given. */
  readonly sentPerMessage?: number;
  /** Messages carry a tenant, which is a group on a standard queue and costs the fair queue's fee. */
  readonly tenants?: boolean;
}

/** One header of Hopspan with a short trail, and little else. Ours. */
const ATTRIBUTE_BYTES = 150;

/** As the docs of both brokers have it; attributes are inside. In bytes. */
const MOST_BYTES = { sqs: 1_048_576, pubsub: 10_000_000 };

/** Body and attributes. */
export const messageBytes = ({ bodyBytes, attributeBytes = ATTRIBUTE_BYTES }: Load): number =>
  bodyBytes + attributeBytes;

/** Messages of a month. */
export const messagesPerMonth = ({ messagesPerSecond }: Load): number => messagesPerSecond * SECONDS_PER_MONTH;

/** Throws a `ConfigError` for a load that the link could not carry, or that is none. */
export function checkLoad(shape: LinkShape, load: Load): void {
  const brokers = [shape.source, ...shape.targets].map(({ broker }) => broker);
  const most = Math.min(...brokers.map((broker) => MOST_BYTES[broker]));
  const { messagesPerSecond: rate, burstPerSecond: burst = rate, compressedShare = 1, sentPerMessage = 1 } = load;
  const faults = [
    amount(rate) ? [] : [`rate must be a number of at least 0, not ${rate}`],
    amount(burst) && burst >= rate ? [] : [`the rate of a burst must be at least the average of ${rate}/s`],
    amount(messageBytes(load)) ? [] : ["a message's size must be a number of bytes of at least 0"],
    messageBytes(load) <= most
      ? []
      : [`a message of ${messageBytes(load)} bytes with attributes does not fit: give a size of at most ${most}`],
    amount(compressedShare) && compressedShare <= 1 ? [] : ["what gzip leaves must be a share from 0 to 1"],
    amount(sentPerMessage) ? [] : ["messages sent per message must be a number of at least 0"],
  ].flat();
  if (faults.length === 0) return;
  throw new ConfigError(
    faults.map((fault) => ({ severity: "error", code: "LOAD", message: `link ${shape.name}: ${fault}` })),
  );
}

const amount = (value: number): boolean => Number.isFinite(value) && value >= 0;
