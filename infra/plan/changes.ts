// What becomes of each thing from one deployment to the next, and what would be lost on the way.

import type { Inventory, Kind, Thing } from "../../shared/fabric/deployment/inventory.ts";

/** What is done to one thing. `replace`: it can't change in place, so the old one goes. */
export interface Change {
  readonly address: string;
  readonly verb: "make" | "change" | "replace" | "remove";
  readonly thing: Thing;
  /** Names of settings that differ. */
  readonly settings: readonly string[];
  /** What is gone afterwards, in words; absent where nothing is. */
  readonly loss?: string;
}

/**
 * Settings that a provider never changes in place. Queues: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html;
 * topics keep no order of their own, but the order of a subscription is fixed: https://cloud.google.com/pubsub/docs/ordering
 */
const FIXED: Readonly<Record<Kind, readonly string[]>> = {
  queue: ["fifo"],
  function: [],
  topic: [],
  subscription: ["ordered", "topic"],
  table: ["key", "partitionBy"],
  bucket: [],
};

/** What goes with a thing that is removed. A function holds nothing, and can be made again. */
const HOLDS: Readonly<Record<Kind, string | undefined>> = {
  queue: "the messages in it",
  function: undefined,
  topic: "what it keeps, and the subscriptions of others",
  subscription: "the messages that wait in it",
  table: "its rows",
  bucket: "its objects",
};

/** In the order of the new deployment, then what is removed. Nothing for what stays as it is. */
export function changes(before: Inventory, after: Inventory): readonly Change[] {
  const kept = Object.entries(after).flatMap(([address, thing]) => changed(address, before[address], thing));
  const removed = Object.entries(before)
    .filter(([address]) => !Object.hasOwn(after, address))
    .map(([address, thing]) => ({ address, verb: "remove" as const, thing, settings: [], ...lossOf(thing) }));
  return [...kept, ...removed];
}

function changed(address: string, old: Thing | undefined, thing: Thing): readonly Change[] {
  if (old === undefined) return [{ address, verb: "make", thing, settings: [] }];
  const names = [...new Set([...Object.keys(old.settings), ...Object.keys(thing.settings)])];
  const settings = names.filter((name) => old.settings[name] !== thing.settings[name]);
  if (settings.length === 0) return [];
  const isReplaced = settings.some((name) => FIXED[thing.kind].includes(name));
  return [{ address, verb: isReplaced ? "replace" : "change", thing, settings, ...(isReplaced ? lossOf(thing) : {}) }];
}

function lossOf({ kind, name }: Thing): { readonly loss?: string } {
  const held = HOLDS[kind];
  return held === undefined ? {} : { loss: `${kind} ${name}: ${held}` };
}
