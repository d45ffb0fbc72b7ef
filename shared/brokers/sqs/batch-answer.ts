// Reads the answer to a batch as if its sender could be wrong: only what it says plainly counts as sent.

import type { SendMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { SinkError } from "../../core/errors.ts";
import { fateOf } from "./fates.ts";

/** What the answer leaves open: not mentioned, both taken and refused, or refused for two reasons. */
const NO_ANSWER = "NO_ANSWER";

/**
 * One fate per id that was asked about, in their order; nothing: the queue has it. Where the answer contradicts itself or
 * is silent, the message is to be sent again. Ids that nobody asked about mean nothing.
 */
export function batchFates(
  { Successful, Failed }: Pick<SendMessageBatchCommandOutput, "Successful" | "Failed">,
  ids: readonly string[],
  queue: string,
): readonly (SinkError | undefined)[] {
  const taken = new Set((Successful ?? []).map((entry) => entry?.Id));
  const refused = Map.groupBy(Failed ?? [], (entry) => entry?.Id);
  return ids.map((id) => {
    const [code, ...others] = new Set(refused.get(id)?.map(({ Code }) => String(Code)));
    if (code === undefined && taken.has(id)) return undefined;
    const isClear = code !== undefined && others.length === 0 && !taken.has(id);
    return fateOf(isClear ? code : NO_ANSWER, queue);
  });
}
