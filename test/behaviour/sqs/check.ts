// What one check of the provider's own words is, and what it is given.

import type { SQS } from "@aws-sdk/client-sqs";

/** One thing that the provider says, as something that can be seen. */
export interface Check {
  /** In the present tense; unique, since the list of gaps goes by it. */
  readonly name: string;
  /** Where the provider says so. */
  readonly says: string;
  /** What the provider's documents leave open there, and how it is read here. */
  readonly open?: string;
  /** Seconds that pass in it: where time is real, one of more than two is not run. */
  readonly passes?: number;
  /** It needs a queue with so many messages, more than can be sent one by one. */
  readonly fills?: true;
  run(world: World): Promise<void>;
}

/** A server of the protocol, and a client of it. */
export interface World {
  /** The official client, which tries nothing twice. */
  readonly sqs: SQS;
  readonly endpoint: string;
  readonly account: string;
  /** A name that no queue has yet. */
  name(): string;
  /** Makes a standard queue, and gives its URL. */
  queue(attributes?: Record<string, string>): Promise<string>;
  /** Makes a FIFO queue, and gives its URL. */
  fifo(attributes?: Record<string, string>): Promise<string>;
  /** Lets time pass: virtual where it can be moved. */
  pass(seconds: number): Promise<void>;
  /** Puts so many messages into a queue without requests. */
  fill(url: string, count: number): void;
  /** Receives so many without requests. */
  hold(url: string, count: number): void;
}

/** The page of an operation in the API reference. */
export const api = (operation: string): string =>
  `https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_${operation}.html`;

/** A page of the developer guide. */
export const guide = (page: string): string =>
  `https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/${page}.html`;
