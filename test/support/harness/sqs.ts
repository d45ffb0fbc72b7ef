// An SQS endpoint behind any URL, opened for the conformance suites: the official client stands in for Lambda's poller.

import { randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSMessageAttribute, SQSRecord, SQSRecordAttributes } from "aws-lambda";
import { sqsDeadLetters } from "../../../shared/brokers/sqs/dead-letters.ts";
import { queueArn, queueUrl, type SqsEndpoint } from "../../../shared/brokers/sqs/endpoint.ts";
import { sqsSink } from "../../../shared/brokers/sqs/sink.ts";
import { sqsSource } from "../../../shared/brokers/sqs/source.ts";
import type { Attribute } from "../../../shared/core/message.ts";
import type { BrokerHarness, ForeignMessage, OpenBroker, Taken } from "../../suites/broker-harness.ts";
import { redeemed } from "./redeemed.ts";

/** Where a party's SQS is; `url` is asked for when a test runs, not before. */
export interface SqsParty {
  readonly name: string;
  readonly url: () => string;
  readonly account: string;
  readonly gaps?: Readonly<Record<string, string>>;
  /** With it every body lies elsewhere: in the folder of `HOPSPAN_CLAIMS`. */
  readonly claimCheck?: SqsEndpoint["claimCheck"];
}

const REGION = "us-east-1";

/** The harness of a party. */
export function sqsHarness({ name, url, account, gaps = {}, claimCheck }: SqsParty): BrokerHarness {
  return { name, broker: "sqs", gaps, open: ({ ordered }) => open(url(), account, ordered, claimCheck) };
}

async function open(
  url: string,
  account: string,
  fifo: boolean,
  claimCheck: SqsParty["claimCheck"],
): Promise<OpenBroker> {
  const client = sqsClientAt(url);
  const made = await makeEndpoint(client, account, fifo);
  const source = claimCheck === undefined ? made : { ...made, claimCheck };
  const dead = await makeEndpoint(client, account, fifo);
  return {
    sink: sqsSink(source, { client }),
    deadLetters: sqsDeadLetters(dead, { client }),
    sendForeign: (message) => sendForeign(client, source, message),
    take: () => take(client, source),
    async buried() {
      const messages: Message[] = [];
      for (let batch = await poll(client, dead); batch.length > 0; batch = await poll(client, dead)) {
        messages.push(...batch);
        for (const message of batch) await forget(client, dead, message);
      }
      return messages.map(({ Body = "", MessageAttributes }) => ({
        body: Buffer.from(Body),
        reason: JSON.parse(MessageAttributes?.["hopspan-dead"]?.StringValue ?? "null"),
      }));
    },
    async close() {
      for (const endpoint of [source, dead])
        await client.send(new DeleteQueueCommand({ QueueUrl: queueUrl(endpoint) }));
      client.destroy();
    },
  };
}

/** The official client at a URL; nobody there checks its credentials. */
function sqsClientAt(endpoint: string): SQSClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new SQSClient({
    endpoint,
    region: REGION,
    credentials,
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
    md5: false,
  });
}

async function makeEndpoint(client: SQSClient, account: string, fifo: boolean): Promise<SqsEndpoint> {
  const queue = `suite-${randomUUID()}${fifo ? ".fifo" : ""}`;
  await client.send(new CreateQueueCommand({ QueueName: queue, Attributes: fifo ? { FifoQueue: "true" } : {} }));
  return { broker: "sqs", name: "suite", queue, fifo, region: REGION, account };
}

async function sendForeign(client: SQSClient, endpoint: SqsEndpoint, message: ForeignMessage): Promise<void> {
  const { body, attributes = new Map(), orderingKey = randomUUID() } = message;
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl(endpoint),
      MessageBody: Buffer.from(body).toString(),
      MessageAttributes: Object.fromEntries([...attributes].map(([name, each]) => [name, wireValue(each)])),
      ...(endpoint.fifo ? { MessageGroupId: orderingKey, MessageDeduplicationId: randomUUID() } : {}),
    }),
  );
}

const wireValue = ({ type, value }: Attribute): MessageAttributeValue =>
  type.startsWith("Binary")
    ? { DataType: type, BinaryValue: Buffer.from(value, "base64") }
    : { DataType: type, StringValue: value };

async function poll(client: SQSClient, endpoint: SqsEndpoint): Promise<readonly Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(endpoint),
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return Messages;
}

async function forget(client: SQSClient, endpoint: SqsEndpoint, { ReceiptHandle }: Message): Promise<void> {
  await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl(endpoint), ReceiptHandle }));
}

async function take(client: SQSClient, endpoint: SqsEndpoint): Promise<Taken | undefined> {
  const messages = await poll(client, endpoint);
  if (messages.length === 0) return undefined;
  const source = sqsSource(endpoint);
  return {
    deliveries: await redeemed(source, source.receive(eventOf(messages, endpoint))),
    async settle(outcomes) {
      const { batchItemFailures } = source.settle(outcomes);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const message of messages) if (!failed.has(message.MessageId ?? "")) await forget(client, endpoint, message);
      for (const { MessageId = "", ReceiptHandle } of messages)
        if (failed.has(MessageId)) {
          const again = { QueueUrl: queueUrl(endpoint), ReceiptHandle, VisibilityTimeout: 0 };
          await client.send(new ChangeMessageVisibilityCommand(again));
        }
    },
  };
}

/** As Lambda's event source mapping builds it: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
function eventOf(messages: readonly Message[], endpoint: SqsEndpoint): SQSEvent {
  return { Records: messages.map((message) => recordOf(message, endpoint)) };
}

function recordOf(message: Message, endpoint: SqsEndpoint): SQSRecord {
  const { MessageId = "", ReceiptHandle = "", Body = "", MD5OfBody = "", Attributes, MessageAttributes = {} } = message;
  const attributes = Object.entries(MessageAttributes).map(([name, each]) => [name, attributeOf(each)] as const);
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: { ...Attributes } as unknown as SQSRecordAttributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queueArn(endpoint),
    awsRegion: endpoint.region,
  };
}

const attributeOf = ({ DataType = "", StringValue, BinaryValue }: MessageAttributeValue): SQSMessageAttribute => ({
  dataType: DataType as SQSMessageAttribute["dataType"],
  stringListValues: [],
  binaryListValues: [],
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
});
