// What goes with a thing that goes, and which settings no provider changes in place.

import { brief, type Kind, type Settings, type Thing } from "../../shared/fabric/deployment/things/thing.ts";
import { spell } from "../../shared/fabric/duration.ts";

/**
 * Settings that a provider never changes in place. Queues: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html;
 * pipes, subscriptions of SNS and event sources: the pages beside it; topics keep no order of their own, but the order of
 * a subscription is fixed: https://cloud.google.com/pubsub/docs/ordering. Where an endpoint has another name, or a stack,
 * the tools take one thing away and make another, though it be called the same.
 */
const FIXED: Partial<Readonly<Record<Kind, readonly string[]>>> = {
  queue: ["endpoint", "fifo", "stack"],
  feed: ["way", "topic", "bus", "stream", "startingPosition"],
  "event-source": ["source"],
  topic: ["endpoint"],
  subscription: ["ordered", "topic", "topicEndpoint", "topicProject"],
  dataset: ["location"],
  table: ["endpoint", "key", "partitionBy", "location"],
  bucket: ["project", "location", "claims", "stack"],
  build: ["location"],
};

/** What goes with a thing that is removed. What is not here holds nothing, and can be made again. */
const HOLDS: Partial<Readonly<Record<Kind, string>>> = {
  queue: "the messages in it",
  topic: "what it keeps, and the subscriptions of others",
  subscription: "the messages that wait in it",
  dataset: "what is in it",
  table: "its rows",
  bucket: "its objects",
};

/** How a topic of dead letters is told, which keeps nothing itself. */
export const DEAD = { role: "dead-letters" } as const;

const BURIED = "the dead letters in its subscription, and the subscriptions of others";

/** True for a kind of thing that may hold something. */
export const isHolder = ({ kind }: Thing): boolean => HOLDS[kind] !== undefined;

/** True where the thing as it was can't become what it is to be: it goes, and another one is made. */
export function isReplaced(old: Thing, thing: Thing): boolean {
  const fixed = FIXED[thing.kind] ?? [];
  const isOther = (name: string) => thing.settings[name] !== old.settings[name];
  // Of what an older Hopspan noted, a setting that is not there may have been anything.
  const isKnown = (name: string) => old.older !== true || Object.hasOwn(old.settings, name);
  return fixed.some((name) => isKnown(name) && isOther(name)) || hasOtherColumns(old, thing);
}

/** What is lost with a thing that goes, if anything. */
export function lossOf({ cloud, kind, name, settings }: Thing): { readonly loss?: string } {
  // CloudFormation lets a bucket stay where it is.
  if (cloud === "aws" && kind === "bucket") return {};
  const held = kind === "topic" && settings["role"] === DEAD.role ? BURIED : HOLDS[kind];
  return held === undefined ? {} : { loss: `${kind} ${name}: ${held}` };
}

/** What is older than that is gone at once where it becomes less. */
const KEPT_SECONDS = "retentionSeconds";

/**
 * SQS encrypts nothing anew that waits, and roles keep no right to a key that the file no longer names:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
 */
export const UNREADABLE = "what waits under its old key, which nobody can read then: let the queue run empty first";

/** What is lost in a thing that stays, if anything: a queue with another key, or that keeps for less long, columns that go. */
export function lossWithin(old: Thing, { kind, name, settings }: Thing): string | undefined {
  const kept = Number(settings[KEPT_SECONDS]);
  const less = kept === 0 ? "what it keeps" : `what is older than ${spell(kept)}`;
  const lost = [
    ...(kept < Number(old.settings[KEPT_SECONDS]) ? [less] : []),
    ...(kind === "queue" && isRekeyed(old.settings["kmsKey"], settings["kmsKey"]) ? [UNREADABLE] : []),
  ];
  if (lost.length > 0) return `${kind} ${name}: ${lost.join("; ")}`;
  const gone = columnsOf(old.settings).filter((column) => settings[column] === undefined);
  if (gone.length === 0 || columnsOf(settings).length === 0) return undefined;
  return `${kind} ${name}: its columns ${gone.map((column) => column.slice(COLUMN.length)).join(", ")}`;
}

/**
 * What others lose where a function of a stage begins to take from a queue that is not the fabric's: every stage of the file
 * takes from it, and SQS gives each message to one of them. `made` is the thing as it was, where it was.
 */
export function lossOfTaking(made: Thing | undefined, { kind, name, settings }: Thing): { readonly loss?: string } {
  const { source, shared } = settings;
  if (kind !== "event-source" || shared !== true || made?.settings["source"] === source) return {};
  return { loss: `event source ${name}: for others, each message of queue ${source} that this stage takes` };
}

/** What SQS itself has encrypted, it reads also where a key is named since. */
const isRekeyed = (old: Settings[string] | undefined, key: Settings[string] | undefined): boolean =>
  old !== undefined && brief(String(old)) !== key;

const COLUMN = "column ";
const columnsOf = (settings: Settings): readonly string[] =>
  Object.keys(settings).filter((name) => name.startsWith(COLUMN));

/**
 * A column may come if it may be empty, and one that had to be there may be left empty; anything else makes terraform
 * replace the table: https://cloud.google.com/bigquery/docs/managing-table-schemas
 */
function hasOtherColumns(old: Thing, thing: Thing): boolean {
  const before = columnsOf(old.settings);
  if (before.length === 0) return false;
  return columnsOf(thing.settings).some((name) => {
    const [was, is] = [old.settings[name], String(thing.settings[name])];
    if (was === undefined) return is.includes("REQUIRED");
    return was !== is && String(was).replace("REQUIRED", "NULLABLE") !== is;
  });
}
