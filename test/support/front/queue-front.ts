// Stands between senders and an SQS server: what they send goes through, or is refused as by a service that is down.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Gate, gate } from "./gate.ts";

/** A target behind a gate, and where functions are to look for it. */
export interface QueueFront extends Gate {
  /** For `AWS_ENDPOINT_URL_SQS`. */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const whole = (status: number, code: string) => (): Answer => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: "not now" }),
});

/** Each entry by itself, in an answer that says 200. */
const oneByOne = (request: Buffer): Answer => {
  const { Entries } = JSON.parse(request.toString()) as { readonly Entries: readonly { readonly Id: string }[] };
  const Failed = Entries.map(({ Id }) => ({ Id, Code: "InternalError", SenderFault: false, Message: "not now" }));
  return { status: 200, body: JSON.stringify({ Successful: [], Failed }) };
};

/**
 * The ways in which SQS says that it takes nothing for now:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html and
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html#API_SendMessageBatch_Errors
 */
const REFUSALS = [whole(503, "ServiceUnavailable"), whole(400, "RequestThrottled"), oneByOne] as const;

/** While it is shut, every send is refused, in one way after the other; other requests go through at any time. */
export async function queueFront(upstream: string): Promise<QueueFront> {
  const { pass, ...own } = gate();
  const carry = async ({ headers }: IncomingMessage, body: Buffer): Promise<Answer> => {
    const kept = Object.entries(headers).filter(([name]) => name.startsWith("x-amz") || name === "authorization");
    const response = await fetch(upstream, {
      method: "POST",
      headers: { ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])), "content-type": TYPE },
      body: new Uint8Array(body),
    });
    return { status: response.status, body: await response.text() };
  };
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await buffer(incoming);
      const isSend = String(incoming.headers["x-amz-target"]).startsWith("AmazonSQS.SendMessage");
      const letThrough = () => carry(incoming, body);
      const refuse = (number: number) => (REFUSALS[number % REFUSALS.length] ?? oneByOne)(body);
      const answer = await (isSend ? pass(letThrough, refuse) : letThrough());
      outgoing.writeHead(answer.status, { "content-type": TYPE }).end(answer.body);
    } catch {
      outgoing.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve, reject) => server.once("listening", resolve).once("error", reject));
  return {
    ...own,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const TYPE = "application/x-amz-json-1.0";
