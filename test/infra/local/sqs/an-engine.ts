// An engine in virtual time, and drafts with defaults: what the tests of the engine start from.

import { type SqsEngine, sqsEngine } from "../../../../infra/local/sqs/engine.ts";
import { SqsFault } from "../../../../infra/local/sqs/fault.ts";
import type { Draft } from "../../../../infra/local/sqs/message.ts";
import type { Received } from "../../../../infra/local/sqs/receive.ts";

/** An engine whose time stands still until it is told to pass. */
export interface VirtualEngine {
  readonly engine: SqsEngine;
  /** Lets seconds pass. */
  pass(seconds: number): void;
  now(): number;
  /** Messages and deadlines looked at so far. */
  steps(): number;
}

/** Starts at one million seconds; chance is a fixed sequence. */
export function anEngine(): VirtualEngine {
  let now = 1_000_000_000;
  let steps = 0;
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const step = () => {
    steps++;
  };
  const engine = sqsEngine({ now: () => now, random, region: "eu-west-1", accountId: "111122223333", step });
  return {
    engine,
    pass: (seconds) => {
      now += seconds * 1000;
    },
    now: () => now,
    steps: () => steps,
  };
}

/** Makes a queue; a name that ends in `.fifo` makes a FIFO queue. Gives the name back. */
export function aQueue({ engine }: VirtualEngine, name = "orders", attributes: Record<string, string> = {}): string {
  const fifo: Record<string, string> = name.endsWith(".fifo") ? { FifoQueue: "true" } : {};
  engine.queues.create(name, new Map(Object.entries({ ...fifo, ...attributes })), new Map());
  return name;
}

/** A draft that a standard queue takes. */
export const aDraft = (parts: Partial<Draft> = {}): Draft => ({ body: "hello", attributes: new Map(), ...parts });

let drafts = 0;

/** A draft that a FIFO queue takes, with a deduplication id of its own. */
export const aFifoDraft = (groupId: string, body: string, parts: Partial<Draft> = {}): Draft =>
  aDraft({ groupId, body, deduplicationId: `d${++drafts}`, ...parts });

/** The bodies that were received, in order. */
export const bodies = (received: readonly Received[]): readonly string[] => received.map(({ message }) => message.body);

/** The code of the fault that an action throws. Anything else that it does is an error here. */
export function faultOf(action: () => unknown): string {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof SqsFault) return thrown.code;
    throw thrown;
  }
  throw new Error("the action threw no fault");
}
