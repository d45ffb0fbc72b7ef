// The queue itself: hands out, waits for the answer, hands out again. Its clock is given, and it has no timers.

import { SinkError } from "../../core/errors.ts";
import { MEMORY_LIMITS, type MemoryEndpoint } from "./endpoint.ts";
import type { MemoryWire, Postmark } from "./wire.ts";

/** One delivery: the message as it was put in, under a receipt of its own for every attempt. */
export interface MemoryRecord extends Postmark {
  readonly receipt: string;
  /** From 1. */
  readonly attempt: number;
  readonly wire: MemoryWire;
}

/** What a batch is answered with. A receipt that is not named stays out until its time is up. */
export interface MemoryReply {
  readonly done: readonly string[];
  readonly failed: readonly string[];
}

/** A queue in memory. */
export interface MemoryQueue {
  readonly endpoint: MemoryEndpoint;
  /** Takes a copy. Gives the error where it does not take the message: final for one over the limit. */
  put(wire: MemoryWire): SinkError | undefined;
  /**
   * The next batch, the oldest first; empty where nothing may be given out now. On an ordered queue a key is locked
   * while a delivery of it is out, but one batch may hold several of a key, in order.
   */
  take(most?: number): readonly MemoryRecord[];
  /** Forgets what is done and brings back what failed. Receipts of an earlier attempt are no longer good for anything. */
  settle(reply: MemoryReply): void;
  /** Messages that wait or are out. */
  size(): number;
}

/** What a queue is given: its clock in milliseconds, and what it answers in place of taking a message. */
export interface MemoryQueueParts {
  readonly now: () => number;
  /** Asked for every message that is put in: lets a test or a simulation refuse. */
  readonly refuse?: (wire: MemoryWire) => SinkError | undefined;
}

interface Letter extends Postmark {
  readonly wire: MemoryWire;
  attempts: number;
  /** While it is out: its receipt, and when it comes back by itself. */
  out?: { readonly receipt: string; readonly until: number };
}

/** An empty queue. */
export function memoryQueue(endpoint: MemoryEndpoint, { now, refuse }: MemoryQueueParts): MemoryQueue {
  // Oldest first: a map keeps the order in which its entries were set.
  const letters = new Map<string, Letter>();
  const out = new Map<string, Letter>();
  let made = 0;
  const keyOf = ({ wire }: Letter) => (endpoint.ordered ? wire.orderingKey : undefined);

  const bringBack = (letter: Letter): void => {
    if (letter.out !== undefined) out.delete(letter.out.receipt);
    delete letter.out;
    // Where no order has to be kept, one that fails again and again goes behind those that wait.
    if (keyOf(letter) === undefined && letters.delete(letter.messageId)) letters.set(letter.messageId, letter);
  };

  const handOut = (letter: Letter): MemoryRecord => {
    const { messageId, acceptedAt, wire } = letter;
    const attempt = ++letter.attempts;
    const receipt = `${messageId}/${attempt}`;
    letter.out = { receipt, until: now() + endpoint.visibilityTimeoutSeconds * 1_000 };
    out.set(receipt, letter);
    return { receipt, attempt, messageId, acceptedAt, wire };
  };

  return {
    endpoint,
    put(wire) {
      const bytes = wireBytes(wire);
      if (bytes > MEMORY_LIMITS.messageBytes) return tooLarge(bytes);
      const error = refuse?.(wire);
      if (error !== undefined) return error;
      const messageId = `${++made}`;
      letters.set(messageId, { messageId, acceptedAt: now(), wire: copy(wire), attempts: 0 });
      return undefined;
    },
    take(most = MEMORY_LIMITS.batchMessages) {
      const at = now();
      for (const letter of [...out.values()]) if ((letter.out?.until ?? at) <= at) bringBack(letter);
      const locked = new Set([...out.values()].map(keyOf));
      locked.delete(undefined);
      return letters
        .values()
        .filter((letter) => letter.out === undefined && !locked.has(keyOf(letter)))
        .take(most)
        .toArray()
        .map(handOut);
    },
    settle({ done, failed }) {
      for (const receipt of done) {
        const letter = out.get(receipt);
        if (letter !== undefined) letters.delete(letter.messageId);
        out.delete(receipt);
      }
      for (const letter of failed.flatMap((receipt) => out.get(receipt) ?? [])) bringBack(letter);
    },
    size: () => letters.size,
  };
}

const tooLarge = (bytes: number) =>
  new SinkError("MESSAGE_TOO_LARGE", `message has ${bytes} bytes, at most ${MEMORY_LIMITS.messageBytes} fit`, false);

/** What counts towards `messageBytes`. */
export function wireBytes({ body, attributes, orderingKey = "" }: MemoryWire): number {
  const texts = [...attributes].flatMap(([name, { type, value }]) => [name, type, value]);
  return [...texts, orderingKey].reduce((sum, each) => sum + Buffer.byteLength(each), body.byteLength);
}

/** What was put in is the sender's no longer. */
const copy = (wire: MemoryWire): MemoryWire => ({
  ...wire,
  body: Uint8Array.from(wire.body),
  attributes: new Map(wire.attributes),
});
