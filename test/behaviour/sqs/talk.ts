// Short words for what checks say again and again.

import type { Message, ReceiveMessageRequest, SendMessageRequest } from "@aws-sdk/client-sqs";
import type { World } from "./check.ts";

export const send = (
  { sqs }: World,
  QueueUrl: string,
  MessageBody = "hello",
  parts: Partial<SendMessageRequest> = {},
) => sqs.sendMessage({ QueueUrl, MessageBody, ...parts });

/** To a FIFO queue, under a deduplication id of its own. */
export const sendInOrder = (
  world: World,
  url: string,
  group: string,
  body: string,
  parts: Partial<SendMessageRequest> = {},
) => send(world, url, body, { MessageGroupId: group, MessageDeduplicationId: world.name(), ...parts });

/** Up to ten messages. */
export async function take(
  { sqs }: World,
  QueueUrl: string,
  parts: Partial<ReceiveMessageRequest> = {},
): Promise<readonly Message[]> {
  return (await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...parts })).Messages ?? [];
}

/** The first of them; where there is none, the check fails. */
export async function takeOne(
  world: World,
  url: string,
  parts: Partial<ReceiveMessageRequest> = {},
): Promise<Message & { readonly ReceiptHandle: string }> {
  const [message] = await take(world, url, parts);
  if (message?.ReceiptHandle === undefined) throw new Error("expected a message, and there was none");
  return { ...message, ReceiptHandle: message.ReceiptHandle };
}

export const forget = async ({ sqs }: World, QueueUrl: string, messages: readonly Message[]): Promise<void> => {
  for (const { ReceiptHandle } of messages) await sqs.deleteMessage({ QueueUrl, ReceiptHandle });
};

export const bodies = (messages: readonly Message[]): readonly (string | undefined)[] =>
  messages.map(({ Body }) => Body);

/** The name of the error by which a request is refused. */
export async function refusal(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
  } catch (thrown) {
    return (thrown as Error).name;
  }
  return "nothing: it succeeded";
}

/** What a queue says of itself: by name, or all. */
export async function attributesOf({ sqs }: World, QueueUrl: string): Promise<Readonly<Record<string, string>>> {
  return (await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] })).Attributes ?? {};
}

/** Visible, in flight, delayed. */
export async function countsOf(world: World, url: string): Promise<readonly (string | undefined)[]> {
  const attributes = await attributesOf(world, url);
  return ["", "NotVisible", "Delayed"].map((rest) => attributes[`ApproximateNumberOfMessages${rest}`]);
}

export const arnOf = async (world: World, url: string): Promise<string> =>
  (await attributesOf(world, url))["QueueArn"] ?? "";

/** A queue whose hopeless messages go to another, after so many receives. */
export async function withDeadLetters(
  world: World,
  maxReceiveCount: number,
  kind: "queue" | "fifo" = "queue",
  deadAttributes: Record<string, string> = {},
): Promise<{ readonly source: string; readonly dead: string; readonly deadArn: string; readonly sourceArn: string }> {
  const dead = await world[kind](deadAttributes);
  const deadArn = await arnOf(world, dead);
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount });
  const source = await world[kind]({ RedrivePolicy });
  return { source, dead, deadArn, sourceArn: await arnOf(world, source) };
}

/** What has been sent to a queue goes the way to its dead letters: each is received once more than it may be. */
export async function wearOut(world: World, url: string, receives: number): Promise<void> {
  for (let n = 0; n <= receives; n++) await take(world, url, { VisibilityTimeout: 0 });
}

/** A source, and so many of its messages among its dead letters. */
export async function withDead(world: World, count: number, kind: "queue" | "fifo" = "queue") {
  const queues = await withDeadLetters(world, 1, kind);
  for (let n = 0; n < count; n++)
    if (kind === "fifo") await sendInOrder(world, queues.source, "g", `${n}`);
    else await send(world, queues.source, `${n}`);
  await wearOut(world, queues.source, kind === "fifo" ? count : 1);
  return queues;
}

/** The latest task that moves from there. */
export const latest = async ({ sqs }: World, SourceArn: string) =>
  (await sqs.listMessageMoveTasks({ SourceArn })).Results?.[0];

/** One raw request, as no client would write it; signed in form only where `headers` do not say otherwise. */
export async function post(
  { endpoint, account }: World,
  operation: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const credential = `${account}/20260101/eu-west-1/sqs/aws4_request`;
  const response = await fetch(`${endpoint}/`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AmazonSQS.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=00`,
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
