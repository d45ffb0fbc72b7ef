// What a contest of the transform benchmark is: a chain of steps, and the same done by hand.

import type { Message } from "../../../shared/core/message.ts";
import type { loadChain } from "../../../shared/transforms/index.ts";

/** An order of the retail example, of about a kilobyte. */
export const order = {
  orderId: "o-100042",
  status: "PAID",
  customer: { id: "c-9", email: "jane@example.com", country: "DE" },
  card: { number: "4111 1111 1111 1111" },
  items: Array.from({ length: 10 }, (_, at) => ({
    sku: `sku-${at}`,
    quantity: at + 1,
    unitPrice: (1999 + at * 101) / 100,
    title: `A thing of some length, number ${at}`,
  })),
  currency: "EUR",
  placedAt: "2026-01-02T03:04:05.000Z",
};

/** It, with what a step may add. */
export type Order = typeof order & { source?: string };
/** A flight of the analytics feed. */
export const flight = { date: "2001/01/01 00:47", delay: 66, distance: 1750, origin: "DTW", destination: "LAS" };
const decoder = new TextDecoder();
const encoder = new TextEncoder();
/** The body, parsed. */
export const read = <Body>(message: Message): Body => JSON.parse(decoder.decode(message.body));
/** The message with another body. */
export const write = (message: Message, body: unknown): Message => ({
  ...message,
  body: encoder.encode(JSON.stringify(body)),
});

/** One row of the benchmark. */
export interface Contest {
  readonly name: string;
  /** Written as JSON, or bytes as they are. */
  readonly body: unknown;
  readonly attributes?: Message["attributes"];
  readonly steps: Parameters<typeof loadChain>[0];
  readonly byHand: (message: Message) => readonly Message[];
}
