// A queue, as `send` and `receive` use it: with the official client.

import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
  type Message as SqsMessage,
} from "@aws-sdk/client-sqs";
import { redeemClaims } from "../../../shared/brokers/redeem.ts";
import { claimIn, storeOf } from "../../../shared/brokers/sqs/claims.ts";
import { queueArn, queueUrl, type SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { receivedRecord } from "../../../shared/brokers/sqs/record.ts";
import { sqsSink } from "../../../shared/brokers/sqs/sink.ts";
import { fromWire, type SqsReceived } from "../../../shared/brokers/sqs/wire.ts";
import { deadline } from "../../../shared/core/deadline.ts";
import { toSqsEvent } from "../../local/lambda/sqs-event.ts";
import { type Connection, RELEASE_MS, type Received, SEND_SECONDS, stillThere, WAIT_SECONDS } from "./connection.ts";

/** The client is closed with the connection. `env` leads to the store of a claim check, where the endpoint has one. */
export function queueConnection(
  client: SQSClient,
  endpoint: SqsEndpoint,
  env: NodeJS.ProcessEnv = process.env,
): Connection {
  const QueueUrl = queueUrl(endpoint);
  const sink = sqsSink(endpoint, { client, env });
  return {
    async send(message) {
      const [result] = await sink.send([message], deadline(SEND_SECONDS));
      return result?.kind === "refused" ? result.error : undefined;
    },
    async receive(most, ended) {
      const ask = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      });
      // One that holds the connection and says nothing would be waited for without end.
      const abortSignal = AbortSignal.any([ended, AbortSignal.timeout((WAIT_SECONDS + SEND_SECONDS) * 1_000)]);
      const answer = await client.send(ask, { abortSignal }).catch((error: unknown) => {
        if (ended.aborted) return undefined;
        throw error;
      });
      return redeemed(
        (answer?.Messages ?? []).map((message) => received(message, endpoint)),
        endpoint,
        env,
      );
    },
    async acknowledge(list) {
      if (list.length === 0) return;
      const Entries = entriesOf(list);
      const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw stillThere(Failed.length, endpoint.name);
    },
    async release(list) {
      if (list.length === 0) return;
      const Entries = entriesOf(list).map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
      const abortSignal = AbortSignal.timeout(RELEASE_MS);
      await client
        .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }), { abortSignal })
        .catch(() => {});
    },
    async close() {
      client.destroy();
    },
  };
}

const entriesOf = (list: readonly Received[]) =>
  list.map(({ handle }, at) => ({ Id: String(at), ReceiptHandle: handle }));

/** Read as a function would read it: through the record of Lambda's event. */
function received(raw: SqsMessage, endpoint: SqsEndpoint): Taken {
  const read = () => {
    const [record] = toSqsEvent([raw], queueArn(endpoint), endpoint.region).Records;
    if (record === undefined) throw new Error("a message makes one record");
    return receivedRecord(record, endpoint);
  };
  return { raw: plainRaw(raw), handle: raw.ReceiptHandle ?? "", read, open: () => fromWire(read()) };
}

interface Taken extends Received {
  readonly read: () => SqsReceived;
}

/** With the bodies that lie elsewhere, as a function would have them. */
async function redeemed(
  list: readonly Taken[],
  { claimCheck, ...endpoint }: SqsEndpoint,
  env: NodeJS.ProcessEnv,
): Promise<readonly Received[]> {
  if (claimCheck === undefined || list.length === 0) return list;
  const place = { ...endpoint, claimCheck };
  const store = await storeOf(place, env);
  const budget = deadline(SEND_SECONDS);
  return redeemClaims(list, ({ read }) => claimIn(read(), place), { bucket: claimCheck.bucket, store, budget });
}

/** Bytes as base64, as the wire's own JSON has them. */
function plainRaw({ MessageAttributes, ...rest }: SqsMessage): unknown {
  if (MessageAttributes === undefined) return rest;
  const attributes = Object.entries(MessageAttributes).map(([name, { BinaryValue, ...value }]) => [
    name,
    BinaryValue === undefined ? value : { ...value, BinaryValue: Buffer.from(BinaryValue).toString("base64") },
  ]);
  return { ...rest, MessageAttributes: Object.fromEntries(attributes) as unknown };
}
