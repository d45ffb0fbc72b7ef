// What is measured of a local server: the four things that clients do all day, through the official clients.

import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PubSub, v1 } from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";

/** One server, with messages waiting in it. */
export interface Contender {
  /** Moves so many messages, by what it is called. */
  readonly acts: Readonly<Record<string, (messages: number) => Promise<void>>>;
  close(): Promise<void>;
}

const AT_A_TIME = 8;
const BODY = "x".repeat(100);

/** Calls `act` so often, some at a time. */
async function times(calls: number, act: () => Promise<unknown>): Promise<void> {
  let left = calls;
  const work = async () => {
    while (left-- > 0) await act();
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

/** An SQS whose queue gets so many messages first, by requests. */
export async function sqsContender(endpoint: string, QueueName: string, waiting: number): Promise<Contender> {
  const sqs = new SQSClient({ endpoint, region: "us-east-1", credentials: { accessKeyId: "x", secretAccessKey: "x" } });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "600" } }));
  const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: String(at), MessageBody: BODY }));
  await times(waiting / 10, () => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
  const take = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const taken = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    if (taken.length < 10) throw new Error(`${endpoint} gave ${taken.length} of 10 messages that wait there`);
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: taken }));
  };
  return {
    acts: {
      send: (messages) => times(messages, () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: BODY }))),
      "receive + delete": (messages) => times(messages / 10, take),
    },
    close: async () => sqs.destroy(),
  };
}

/** A Pub/Sub whose subscription gets so many messages first, by requests. */
export async function pubsubContender(host: string, id: string, waiting: number): Promise<Contender> {
  const [apiEndpoint = "", port] = host.split(":");
  const clientOptions = { universeDomain: "googleapis.com" };
  const sslCreds = credentials.createInsecure();
  const raw = new v1.PublisherClient({ projectId: "bench", apiEndpoint, port: Number(port), sslCreds, clientOptions });
  const client = new PubSub({ projectId: "bench", apiEndpoint: host, emulatorMode: true, clientOptions });
  const [made] = await client.createTopic(id);
  await made.createSubscription(id, { ackDeadlineSeconds: 600 });
  const topic = made.name;
  const messages = Array.from({ length: 10 }, () => ({ data: Buffer.from(BODY) }));
  const publish = () => raw.publish({ topic, messages });
  await times(waiting / 10, publish);
  return {
    acts: {
      publish: (count) => times(count / 10, publish),
      "streaming pull": (count) => streamed(client, id, count),
    },
    async close() {
      await Promise.all([raw.close(), client.close()]);
    },
  };
}

/** Acknowledges so many, and closes what it opened: messages on their way come again. */
async function streamed(client: PubSub, id: string, count: number): Promise<void> {
  const subscription = client.subscription(id, { flowControl: { maxMessages: 100 } });
  let left = count;
  await new Promise<void>((resolve, reject) => {
    subscription.on("error", reject).on("message", (message) => {
      if (left <= 0) return message.nack();
      message.ack();
      if (--left === 0) resolve();
    });
  });
  await subscription.close();
}
