// The queues that there are: made, found, changed and deleted by name.

import { invalidParameter, queueDoesNotExist, SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import { configure, emptyQueue, type Queue } from "./queue.ts";
import { recent } from "./recent.ts";
import { parseRedrive, takesDeadLetters } from "./redrive-policy.ts";
import { acceptAttributes, mergeAttributes, presetAttributes, type QueueAttributes } from "./settings.ts";

/** What makes a directory. */
interface DirectoryParts {
  readonly now: () => number;
  readonly region: string;
  readonly accountId: string;
  readonly step: () => void;
  readonly wake: (queue: string) => void;
}

/** All queues of an account and region. */
export interface Directory {
  /** Throws `QueueDoesNotExist`. */
  get(name: string): Queue;
  has(name: string): boolean;
  byArn(arn: string): Queue | undefined;
  /** In alphabetical order. */
  names(): readonly string[];
  /**
   * Does nothing where the queue exists with the same values for these attributes; `QueueNameExists` where they differ.
   * Throws what `configure` throws, `InvalidParameterValue` for a bad name, and `QueueDeletedRecently` where a queue of that
   * name was deleted within the last 60 seconds.
   */
  create(name: string, attributes: QueueAttributes, tags: ReadonlyMap<string, string>): void;
  /**
   * Throws `InvalidAttributeName` and `InvalidAttributeValue`, and `InvalidParameterValue` for a dead-letter queue that
   * is not there, is of the other type, or doesn't take this queue's dead letters.
   */
  configure(name: string, attributes: QueueAttributes): void;
  delete(name: string): void;
  /** The name of a deleted queue may be used again at once: for those who run the engine. */
  free(name: string): void;
  /** The names of the queues whose dead letters go to this one, in alphabetical order. */
  sourcesOf(name: string): readonly string[];
}

const NAME_RULE =
  "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; a FIFO queue's ends in .fifo and has FifoQueue set";

/** An empty directory. */
export function directory(parts: DirectoryParts): Directory {
  const queues = new Map<string, Queue>();
  const deleted = recent<true>(SERVICE_LIMITS.deletedNameMs);
  const find = (arn: string): Queue | undefined => {
    const queue = queues.get(arn.split(":").at(-1) ?? "");
    return queue?.arn === arn ? queue : undefined;
  };
  const arnOf = (name: string): string => `arn:aws:sqs:${parts.region}:${parts.accountId}:${name}`;
  const get = (name: string): Queue => {
    const queue = queues.get(name);
    if (queue === undefined) throw queueDoesNotExist(parts.accountId, parts.region);
    return queue;
  };
  const names = (): readonly string[] => [...queues.keys()].sort();
  return {
    get,
    has: (name) => queues.has(name),
    byArn: find,
    names,
    create(name, given, tags) {
      const isFifo = name.endsWith(".fifo");
      checkName(name, isFifo, given.get("FifoQueue"));
      const accepted = acceptAttributes(given, isFifo);
      const existing = queues.get(name);
      if (existing !== undefined) return checkSame(existing, accepted);
      if (deleted.find(name, parts.now()) !== undefined)
        throw new SqsFault(
          "QueueDeletedRecently",
          "You must wait 60 seconds after deleting a queue before creating it.",
        );
      const attributes = mergeAttributes(presetAttributes(isFifo), accepted);
      checkDeadLetters(attributes, arnOf(name), isFifo, find);
      const { step, now, wake } = parts;
      const made = { name, arn: arnOf(name), isFifo, createdAt: now(), attributes, step, wake: () => wake(name) };
      const queue = emptyQueue(made);
      for (const [key, value] of tags) queue.tags.set(key, value);
      queues.set(name, queue);
    },
    configure(name, given) {
      const queue = get(name);
      const attributes = mergeAttributes(queue.attributes, acceptAttributes(given, queue.isFifo));
      if (given.has("RedrivePolicy")) checkDeadLetters(attributes, queue.arn, queue.isFifo, find);
      configure(queue, attributes, parts.now());
    },
    delete(name) {
      get(name);
      queues.delete(name);
      deleted.remember(name, true, parts.now());
      parts.wake(name);
    },
    free: deleted.forget,
    sourcesOf(name) {
      const target = get(name);
      const leadsHere = ({ settings }: Queue) =>
        settings.redrive !== undefined && find(settings.redrive.deadLetterArn) === target;
      return names().filter((source) => leadsHere(get(source)));
    },
  };
}

function checkName(name: string, isFifo: boolean, fifoQueue: string | undefined): void {
  const stem = isFifo ? name.slice(0, -".fifo".length) : name;
  const isLegal = /^[A-Za-z0-9_-]+$/.test(stem) && name.length <= SERVICE_LIMITS.queueNameCharacters;
  if (!isLegal || (isFifo && fifoQueue !== "true")) throw invalidParameter("QueueName", NAME_RULE);
}

function checkSame(existing: Queue, accepted: QueueAttributes): void {
  for (const [name, value] of accepted)
    if ((existing.attributes.get(name) ?? "") !== value)
      throw new SqsFault(
        "QueueNameExists",
        `A queue already exists with the same name and a different value for attribute ${name}`,
      );
}

function checkDeadLetters(
  attributes: QueueAttributes,
  arn: string,
  isFifo: boolean,
  find: (arn: string) => Queue | undefined,
): void {
  const redrive = parseRedrive(attributes.get("RedrivePolicy"));
  if (redrive === undefined) return;
  const target = find(redrive.deadLetterArn);
  if (target === undefined) throw invalidParameter("RedrivePolicy", "Dead letter target does not exist.");
  if (target.isFifo !== isFifo)
    throw invalidParameter("RedrivePolicy", "Dead-letter queue must be same type of queue as the source.");
  if (target.arn === arn || !takesDeadLetters(target.attributes.get("RedriveAllowPolicy"), arn))
    throw invalidParameter("RedrivePolicy", "Dead letter target does not take dead letters of this queue.");
}
