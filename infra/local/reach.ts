// Finds out at once whether a server that was named really is an SQS or a Pub/Sub: the clients would try for minutes.

import { ListQueuesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { PubSub } from "@google-cloud/pubsub";
import { HopspanError } from "../../shared/core/errors.ts";
import { printable } from "../../shared/core/printable.ts";

/** How long a named server may take to answer its first request, in milliseconds. Ours. */
const REACH_MS = 5_000;
const SILENT = `it does not answer within ${REACH_MS / 1_000} s`;

/**
 * Resolves when it has answered as an SQS does, also with a refusal: not every stand-in lists its queues. Rejects with
 * `UNREACHABLE` and one line.
 */
export async function reachSqs(client: SQSClient, whom: string): Promise<void> {
  try {
    await client.send(new ListQueuesCommand({ MaxResults: 1 }), { abortSignal: AbortSignal.timeout(REACH_MS) });
  } catch (thrown) {
    const { name, code, $metadata } = thrown as NodeJS.ErrnoException & {
      readonly $metadata?: { httpStatusCode?: number };
    };
    if (name === "AbortError") throw unreachable(whom, SILENT, thrown);
    if (thrown instanceof SyntaxError || name === "Unknown" || code?.startsWith("HPE_"))
      throw unreachable(whom, "what answers there does not speak as an SQS does", thrown);
    if ($metadata?.httpStatusCode === undefined) throw unreachable(whom, networkReason(code ?? name), thrown);
  }
}

/** gRPC's codes: https://grpc.io/docs/guides/status-codes/ */
const DEADLINE_EXCEEDED = 4;
const INTERNAL = 13;
const UNAVAILABLE = 14;

/** The same for a Pub/Sub. */
export async function reachPubsub(client: PubSub, whom: string): Promise<void> {
  try {
    await client.getTopics({ pageSize: 1, autoPaginate: false, gaxOpts: { timeout: REACH_MS, retry: null } });
  } catch (thrown) {
    const { code, message } = thrown as { readonly code?: unknown; readonly message?: string };
    if (code === DEADLINE_EXCEEDED) throw unreachable(whom, SILENT, thrown);
    if (code === INTERNAL || message?.includes("Protocol error"))
      throw unreachable(whom, "what answers there does not speak gRPC", thrown);
    if (code === UNAVAILABLE || code === undefined) throw unreachable(whom, networkReason(message ?? ""), thrown);
  }
}

/** By what the system, or a client for it, has said. */
function networkReason(said: string): string {
  const code = /\bE[A-Z]{3,}(_[A-Z]+)?\b/.exec(said)?.[0] ?? "";
  if (code === "ECONNREFUSED") return "nobody listens there (ECONNREFUSED)";
  if (/^(ENOTFOUND|EAI_)/.test(code) || /name resolution/i.test(said)) return "there is no such host";
  return code === "" || code === "ECONNRESET" ? "it closes the connection" : code;
}

const unreachable = (whom: string, reason: string, cause: unknown): HopspanError =>
  new HopspanError(
    "UNREACHABLE",
    printable(`the ${whom} can't be used: ${reason}; start one there, or leave the option out`),
    false,
    cause,
  );
