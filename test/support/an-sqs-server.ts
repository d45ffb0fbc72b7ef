// An SQS for tests that answers as told: refusals, silence, odd answers, by the request that it gets.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SQSClient } from "@aws-sdk/client-sqs";

/** What a stand-in answers; `hang` is never answered, `cut` loses the connection. */
export type Answer = { readonly status?: number; readonly body: unknown; readonly error?: string } | "hang" | "cut";

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

/** One request as it came: the operation, and the bodies of a batch. */
export interface Request {
  readonly operation: string;
  readonly bodies: readonly string[];
  readonly entries: readonly Entry[];
}

/** Confirms every entry but those that `code` names a code for. */
export const batchAnswer = (
  { entries }: Request,
  code: (body: string) => string | undefined = () => undefined,
): Answer => {
  const codes = new Map(entries.map((entry) => [entry, code(entry.MessageBody)]));
  const refused = entries.filter((entry) => codes.get(entry) !== undefined);
  const taken = entries.filter((entry) => codes.get(entry) === undefined);
  return {
    body: {
      Successful: taken.map(({ Id }) => ({ Id, MessageId: `m-${Id}`, MD5OfMessageBody: "0" })),
      Failed: refused.map((entry) => ({ Id: entry.Id, Code: codes.get(entry), SenderFault: true, Message: "no" })),
    },
  };
};

export async function anSqsServer(answer: (request: Request) => Answer) {
  const requests: Request[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { Entries = [] } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly Entries?: readonly Entry[] };
    const operation = String(incoming.headers["x-amz-target"]).replace("AmazonSQS.", "");
    const request = { operation, bodies: Entries.map(({ MessageBody }) => MessageBody), entries: Entries };
    requests.push(request);
    const given = answer(request);
    if (given === "hang") return;
    if (given === "cut") return void outgoing.destroy();
    const refusal = { ...Object(given.body), __type: `com.amazonaws.sqs#${given.error}`, message: "no" };
    outgoing.writeHead(given.status ?? (given.error === undefined ? 200 : 400), {
      "content-type": "application/x-amz-json-1.0",
    });
    outgoing.end(JSON.stringify(given.error === undefined ? given.body : refusal));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SQSClient({
    endpoint,
    region: "eu-west-1",
    maxAttempts: 1,
    md5: false,
    credentials: { accessKeyId: "x", secretAccessKey: "x" },
  });
  return {
    endpoint,
    client,
    requests,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
