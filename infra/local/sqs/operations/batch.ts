// What all batch operations share: the rules for the whole request, and one result per entry.

import { SQS_LIMITS } from "../../../../shared/brokers/sqs/endpoint.ts";
import { SqsFault } from "../fault.ts";
import { type Fields, objects, text } from "../fields.ts";
import { SERVICE_LIMITS } from "../limits.ts";

/**
 * The entries of a batch request. Throws `EmptyBatchRequest`, `TooManyEntriesInBatchRequest`, `InvalidBatchEntryId` or
 * `BatchEntryIdsNotDistinct`:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export function entriesOf(request: Fields): readonly Fields[] {
  const entries = objects(request, "Entries");
  if (entries.length === 0)
    throw new SqsFault("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > SQS_LIMITS.requestEntries)
    throw new SqsFault(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${SQS_LIMITS.requestEntries}. You have sent ${entries.length}.`,
    );
  const ids = entries.map((entry) => text(entry, "Id"));
  if (!ids.every((id) => /^[A-Za-z0-9_-]+$/.test(id) && id.length <= SERVICE_LIMITS.entryIdCharacters))
    throw new SqsFault(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  if (new Set(ids).size < ids.length)
    throw new SqsFault("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
  return entries;
}

/** Runs one step per entry, in order; a fault of one becomes its own failed result and harms no other. */
export function eachEntry<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  step: (item: Item) => Fields,
): Fields {
  const Successful: Fields[] = [];
  const Failed: Fields[] = [];
  for (const item of items) {
    const Id = idOf(item);
    try {
      Successful.push({ Id, ...step(item) });
    } catch (thrown) {
      if (!(thrown instanceof SqsFault)) throw thrown;
      Failed.push({ Id, SenderFault: true, Code: thrown.code, Message: thrown.message });
    }
  }
  return { Successful, Failed };
}
