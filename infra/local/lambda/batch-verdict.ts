// Which messages of a batch have failed, by what the function replied: AWS's rules for partial batch responses.

import type { Invocation } from "./invocation.ts";

/** `failed` holds message ids; `whole` means all of them, since the function failed or its reply makes no sense. */
export type BatchVerdict =
  | { readonly kind: "partial"; readonly failed: ReadonlySet<string> }
  | { readonly kind: "whole" };

const WHOLE: BatchVerdict = { kind: "whole" };
const NONE: BatchVerdict = { kind: "partial", failed: new Set() };

/**
 * All is well where the reply is null, is empty, or lists nothing. The whole batch has failed where the function has,
 * or where the reply is something else, or names a message in any but the right way, or one that is not in the batch:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html. A reply without `batchItemFailures` but
 * with other keys is not described there: it counts as failed, so that nothing is lost.
 */
export function batchVerdict(messageIds: ReadonlySet<string>, invocation: Invocation): BatchVerdict {
  if (invocation.kind === "error") return WHOLE;
  const reply = invocation.payload;
  if (reply === null || reply === undefined) return NONE;
  if (typeof reply !== "object" || Array.isArray(reply)) return WHOLE;
  if (!("batchItemFailures" in reply)) return Object.keys(reply).length === 0 ? NONE : WHOLE;
  const failures = reply.batchItemFailures;
  if (failures === null) return NONE;
  if (!Array.isArray(failures)) return WHOLE;
  const failed = new Set(failures.map(identifierOf));
  return [...failed].every((id) => id !== undefined && messageIds.has(id))
    ? { kind: "partial", failed: failed as ReadonlySet<string> }
    : WHOLE;
}

function identifierOf(failure: unknown): string | undefined {
  if (typeof failure !== "object" || failure === null || !("itemIdentifier" in failure)) return undefined;
  const { itemIdentifier } = failure;
  return typeof itemIdentifier === "string" && itemIdentifier !== "" ? itemIdentifier : undefined;
}
