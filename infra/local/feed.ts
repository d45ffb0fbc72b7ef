// Sends a file's lines to an endpoint as a system that knows nothing of Hopspan would, in order per key.

import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from "@aws-sdk/client-sqs";
import type { PubSub } from "@google-cloud/pubsub";
import type { PubsubEndpoint } from "../../shared/brokers/pubsub/endpoint.ts";
import { queueUrl, SQS_LIMITS, type SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import { HopspanError } from "../../shared/core/errors.ts";
import type { Endpoint } from "../../shared/fabric/link.ts";

/** What to send where. `key` is the dotted path of the ordering key in a line's JSON. */
export interface Feed {
  readonly file: string;
  readonly endpoint: Endpoint;
  readonly key?: string;
}

/** One line of the file: its number from 1, and its ordering key where the feed has one. */
interface Line {
  readonly number: number;
  readonly body: string;
  readonly key?: string;
}

/**
 * Sends every line that is not empty, and tells after each batch how many have been confirmed so far. Reads no further
 * than it sends, so a file of any size takes the same memory. Rejects with a `HopspanError` that names the file and the
 * line where one can't be sent; what was sent before it stays sent. `ended` stops it between batches.
 */
export async function sendFeed(
  feed: Feed,
  clients: { readonly sqs: SQSClient; readonly pubsub: PubSub },
  onSent: (sent: number) => void,
  ended: AbortSignal,
): Promise<void> {
  const { endpoint } = feed;
  const send =
    endpoint.broker === "sqs" ? sqsBatches(clients.sqs, endpoint, feed) : pubsubBatches(clients.pubsub, endpoint);
  const most = endpoint.broker === "sqs" ? SQS_LIMITS.requestEntries : 500;
  let batch: Line[] = [];
  let bytes = 0;
  let sent = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    await send(batch);
    sent += batch.length;
    batch = [];
    bytes = 0;
    onSent(sent);
  };
  for await (const line of readLines(feed)) {
    if (ended.aborted) break;
    const size = Buffer.byteLength(line.body);
    if (batch.length >= most || (batch.length > 0 && bytes + size > SQS_LIMITS.requestBytes / 2)) await flush();
    batch.push(line);
    bytes += size;
  }
  await flush();
}

async function* readLines({ file, key }: Feed): AsyncGenerator<Line> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const body of lines) {
    number++;
    if (body.trim() === "") continue;
    yield { number, body, ...(key === undefined ? {} : { key: keyOf(file, number, body, key) }) };
  }
}

function keyOf(file: string, number: number, body: string, path: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw unfit(file, number, "is not JSON, so it has no key");
  }
  for (const name of path.split("."))
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined;
  if (typeof value !== "string" && typeof value !== "number")
    throw unfit(file, number, `has no text or number at ${path}`);
  return String(value);
}

const unfit = (file: string, line: number, what: string) =>
  new HopspanError("FEED", `${file}:${line}: the line ${what}`, false);

/** Batch by batch, so that a group stays in order; a line that was refused for now is sent again before what follows. */
function sqsBatches(client: SQSClient, endpoint: SqsEndpoint, { file }: Feed) {
  const run = randomUUID();
  const entryOf = ({ number, body, key }: Line): SendMessageBatchRequestEntry => ({
    Id: String(number),
    MessageBody: body,
    ...(endpoint.fifo
      ? {
          MessageGroupId: key === undefined ? `${run}-${number}` : groupOf(key),
          MessageDeduplicationId: `${run}-${number}`,
        }
      : {}),
  });
  return async (lines: readonly Line[]): Promise<void> => {
    let left = lines;
    while (left.length > 0) {
      const request = new SendMessageBatchCommand({ QueueUrl: queueUrl(endpoint), Entries: left.map(entryOf) });
      const answer = await client.send(request).catch((error: Error) => {
        // A line that is too large stands alone in its batch: then it is known which one it was.
        throw left.length === 1 ? unfit(file, left[0]?.number ?? 0, `was refused (${error.name})`) : error;
      });
      const final = answer.Failed?.find(({ SenderFault }) => SenderFault);
      if (final !== undefined) throw unfit(file, Number(final.Id), `was refused (${final.Code})`);
      const taken = new Set(answer.Successful?.map(({ Id }) => Id));
      left = left.filter(({ number }) => !taken.has(String(number)));
    }
  };
}

/** A group id may hold letters, digits and ASCII punctuation only, at most 128 of them; see SQS_LIMITS. */
const groupOf = (key: string): string =>
  /^[!-~]{1,128}$/.test(key) ? key : createHash("sha256").update(key).digest("base64url");

function pubsubBatches(client: PubSub, endpoint: PubsubEndpoint) {
  const topic = client.topic(endpoint.topic, {
    messageOrdering: endpoint.ordered,
    batching: { maxMessages: 500, maxMilliseconds: 2 },
  });
  return async (lines: readonly Line[]): Promise<void> => {
    const publish = ({ body, key }: Line) =>
      topic.publishMessage({
        data: Buffer.from(body),
        ...(key !== undefined && endpoint.ordered ? { orderingKey: key } : {}),
      });
    await Promise.all(lines.map(publish));
  };
}
