// A built function between two endpoints on embedded servers: called as its platform calls it, looked at from outside.

import { ReceiveMessageCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { bundleFolder } from "../../infra/bundle.ts";
import type { Connection, Received } from "../../infra/cli/endpoints/connection.ts";
import { queueConnection } from "../../infra/cli/endpoints/queue.ts";
import { topicConnection } from "../../infra/cli/endpoints/topic.ts";
import { lambdaFunction } from "../../infra/local/lambda/lambda-function.ts";
import { toSqsEvent } from "../../infra/local/lambda/sqs-event.ts";
import { makeInbox, makeQueue, makeTopic } from "../../infra/local/provision.ts";
import { runFunction } from "../../infra/local/run/run-function.ts";
import { localSqs, openServers, type Servers } from "../../infra/local/servers.ts";
import type { PubsubEndpoint } from "../../shared/brokers/pubsub/endpoint.ts";
import { queueArn, queueUrl, type SqsEndpoint } from "../../shared/brokers/sqs/endpoint.ts";
import type { Crossing, Endpoint } from "../../shared/fabric/link.ts";

const PLACE = { account: "000000000000", region: "eu-west-1", project: "shop" };
const TIMEOUT_SECONDS = 20;
const LINK = "shop/hop";

/** What a stranger has sent: text and plain attributes. */
export interface Sent {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const queue = (name: string): SqsEndpoint => ({ broker: "sqs", name, queue: name, fifo: false, ...PLACE });
const topic = (name: string): PubsubEndpoint => ({ broker: "pubsub", name, topic: name, ordered: false, ...PLACE });

/** Makes an endpoint that keeps what arrives, and gives the way to it. */
async function place(servers: Servers, endpoint: Endpoint): Promise<Connection> {
  if (endpoint.broker === "sqs") {
    await makeQueue(servers.sqs, endpoint, {});
    return queueConnection(localSqs(servers.sqsEndpoint, endpoint), endpoint);
  }
  await makeTopic(servers.pubsub, endpoint);
  await makeInbox(servers.pubsub, endpoint, inboxOf(endpoint));
  return topicConnection(servers.pubsubHost, endpoint, inboxOf(endpoint));
}

const inboxOf = (endpoint: PubsubEndpoint): string => `${endpoint.topic}-inbox`;

function waiting({ sqsEngine, pubsubEngine }: Servers, endpoint: Endpoint): number | undefined {
  if (endpoint.broker === "sqs") {
    const counts = sqsEngine?.counts(endpoint.queue);
    return counts && counts.visible + counts.inFlight;
  }
  const counts = pubsubEngine?.counts(`projects/${endpoint.project}/subscriptions/${inboxOf(endpoint)}`);
  return counts && counts.waiting + counts.outstanding;
}

/** Takes until so many have come; fewer where nothing comes any more. */
async function take(from: Connection, count: number): Promise<readonly Received[]> {
  const taken: Received[] = [];
  for (;;) {
    const batch = await from.receive(10, new AbortController().signal);
    await from.acknowledge(batch);
    taken.push(...batch);
    if (batch.length === 0 || taken.length >= count) return taken;
  }
}

/**
 * Runs the crossing's bundle. `call` hands messages over as one event or as pushes, and gives the replies. `more` is what
 * the link says beside its ends.
 */
export async function aCrossing(crossing: Crossing, more: Readonly<Record<string, unknown>> = {}) {
  const servers = await openServers(PLACE);
  const [from, to] = crossing.split("-to-");
  const source = from === "sqs" ? queue("source") : topic("source");
  const target = to === "sqs" ? queue("target") : topic("target");
  const grave = from === "sqs" ? queue("dead") : topic("dead");
  const [entrance, exit, dead] = await Promise.all([source, target, grave].map((each) => place(servers, each)));
  const ends = { name: LINK, crossing, source, targets: [target], deadLetters: grave, timeoutSeconds: TIMEOUT_SECONDS };
  const own = from === "sqs" ? { batch: { maxMessages: 10, windowSeconds: 0 } } : { subscription: "hop" };
  const lines: string[] = [];
  const options = {
    name: "hop",
    bundle: bundleFolder(crossing),
    environment: { ...servers.environment, HOPSPAN_LINK: JSON.stringify({ ...ends, transforms: [], ...own, ...more }) },
    timeoutSeconds: TIMEOUT_SECONDS,
    onLog: (line: string) => lines.push(line),
  };
  const running: Running =
    source.broker === "sqs" ? onLambda(servers, source, options) : await onRun(options, `projects/${PLACE.project}`);
  return {
    lines,
    call: running.call,
    post: running.post,
    arrived: (count: number) => take(exit as Connection, count),
    buried: (count: number) => take(dead as Connection, count),
    /** How many wait at the target and among the dead: all that is there of what the function has answered. */
    left: () => [target, grave].map((endpoint) => waiting(servers, endpoint)),
    async close() {
      await running.close();
      await Promise.all([entrance, exit, dead].map((each) => each?.close()));
      await servers.close();
    },
  };
}

/** A request of just these headers and bytes to a function that is pushed to; gives the status of the answer. */
type Post = (headers: Readonly<Record<string, string>>, body: Uint8Array<ArrayBuffer>) => Promise<number>;

interface Running {
  readonly call: (messages: readonly Sent[]) => Promise<readonly unknown[]>;
  /** Only where the function is pushed to. */
  readonly post?: Post;
  readonly close: () => Promise<void>;
}

type Options = Omit<Parameters<typeof lambdaFunction>[0], "maxConcurrency">;

function onLambda({ sqs }: Servers, source: SqsEndpoint, options: Options) {
  const lambda = lambdaFunction({ ...options, maxConcurrency: 1 });
  const QueueUrl = queueUrl(source);
  return {
    close: lambda.close,
    /** One event with all of them, as they come off the queue. */
    async call(messages: readonly Sent[]): Promise<readonly unknown[]> {
      const Entries = messages.map(({ body, attributes }, at) => ({
        Id: String(at),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
        ),
      }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      const all = { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All" as const] };
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2, ...all }),
      );
      return [await lambda.invoke(toSqsEvent(Messages, queueArn(source), source.region))];
    },
  };
}

async function onRun(options: Options, project: string) {
  const run = await runFunction(options);
  const push = async ({ body, attributes }: Sent, at: number) => {
    const messageId = `m-${at}`;
    const publishTime = "2026-02-26T19:13:55.749Z";
    const message = { data: Buffer.from(body).toString("base64"), attributes, messageId, publishTime };
    const response = await fetch(run.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ message, subscription: `${project}/subscriptions/hop` }),
    });
    return { status: response.status, text: await response.text() };
  };
  return {
    close: run.close,
    /** A push of each, all at a time. */
    call: (messages: readonly Sent[]): Promise<readonly unknown[]> => Promise.all(messages.map(push)),
    post: (async (headers, body) => {
      const response = await fetch(run.url, { method: "POST", headers, body });
      await response.arrayBuffer();
      return response.status;
    }) satisfies Post,
  };
}
