// What becomes of each thing from one deployment to the next, and what would be lost on the way.

import type { Inventory, Kind, Thing } from "../../shared/fabric/deployment/inventory.ts";
import type { Lock } from "../../shared/fabric/deployment/lock.ts";
import { spell } from "../../shared/fabric/duration.ts";

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
 * topics keep no order of their own, but the order of a subscription is fixed: https://cloud.google.com/pubsub/docs/ordering.
 * Where an endpoint has another name, the tools take one thing away and make another, though it be called the same.
 */
const FIXED: Readonly<Record<Kind, readonly string[]>> = {
  queue: ["endpoint", "fifo"],
  function: [],
  topic: ["endpoint"],
  subscription: ["ordered", "topic"],
  table: ["endpoint", "key", "partitionBy"],
  bucket: ["endpoint"],
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

/** What is older than that is gone at once where it becomes less. */
const KEPT_SECONDS = "retentionSeconds";

/**
 * In the order of the new deployment, then what is removed. Nothing for what stays as it is. What a deployment may have
 * left that did not come to its end is taken for there where it would be lost, and for missing where it is to be made.
 */
export function changes({ made, begun }: Pick<Lock, "made" | "begun">, after: Inventory): readonly Change[] {
  const kept = Object.entries(after).flatMap(([address, thing]) =>
    changed(address, own(made, address), own(begun, address), thing),
  );
  const removed = Object.entries({ ...begun, ...made })
    .filter(([address]) => !Object.hasOwn(after, address))
    .map(([address, thing]) => ({ address, verb: "remove" as const, thing, settings: [], ...lossOf(thing) }));
  return [...kept, ...removed];
}

const own = (things: Inventory, address: string): Thing | undefined =>
  Object.hasOwn(things, address) ? things[address] : undefined;

function changed(address: string, made: Thing | undefined, begun: Thing | undefined, thing: Thing): readonly Change[] {
  const before = [made, begun].filter((each) => each !== undefined);
  const settings = [...new Set(before.flatMap((old) => differing(old, thing)))];
  if (made !== undefined && settings.length === 0) return [];
  const isReplaced = settings.some((name) => FIXED[thing.kind].includes(name));
  if (isReplaced) return [{ address, verb: "replace", thing, settings, ...lossOf(thing) }];
  const less = before.some((old) => Number(thing.settings[KEPT_SECONDS]) < Number(old.settings[KEPT_SECONDS]));
  const loss = `${thing.kind} ${thing.name}: what is older than ${spell(Number(thing.settings[KEPT_SECONDS]))}`;
  return [{ address, verb: made === undefined ? "make" : "change", thing, settings, ...(less ? { loss } : {}) }];
}

function differing(old: Thing, thing: Thing): readonly string[] {
  const names = [...new Set([...Object.keys(old.settings), ...Object.keys(thing.settings)])];
  return names.filter((name) => old.settings[name] !== thing.settings[name]);
}

function lossOf({ kind, name }: Thing): { readonly loss?: string } {
  const held = HOLDS[kind];
  return held === undefined ? {} : { loss: `${kind} ${name}: ${held}` };
}
