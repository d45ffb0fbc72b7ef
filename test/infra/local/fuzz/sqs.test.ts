import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realAfter } from "../../../../infra/local/sqs/timer.ts";
import { aQueueUrl, aServer } from "../sqs/a-server.ts";
import { mutated, mutatedBytes } from "./mutations.ts";
import { FUZZ_TIMEOUT_MS, RUNS } from "./runs.ts";
import { sqsRequests } from "./sqs-requests.ts";

/** A server that has no need to wait: whatever is to happen later happens now, and so it is later. */
async function anImpatientServer() {
  let shift = 0;
  const later = (ms: number, act: () => void) =>
    realAfter(0, () => {
      shift += ms;
      act();
    });
  const { server, client } = await aServer({ now: () => Date.now() + shift, after: later });
  const QueueUrl = await aQueueUrl(client);
  await aQueueUrl(client, "orders.fifo");
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  const urlOf = (queue: string) => QueueUrl.replace(/orders$/, queue);
  return { server, client, requests: sqsRequests(urlOf, Messages?.[0]?.ReceiptHandle ?? "") };
}

/** What is wrong with an answer: nothing, where it is one that the service could give. */
async function complaint(
  endpoint: string,
  operation: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<unknown> {
  const headers = { "x-amz-target": `AmazonSQS.${operation}` };
  const answer = await fetch(endpoint, { method: "POST", headers, body });
  const fields: unknown = await answer.json();
  const isFine =
    answer.status === 200 || (answer.status < 500 && String(Object(fields).__type).startsWith("com.amazonaws.sqs#"));
  return isFine ? undefined : { operation, status: answer.status, fields };
}

describe("the SQS server", () => {
  it(
    "answers whatever comes in a request's place as the service could",
    async () => {
      const { server, client, requests } = await anImpatientServer();
      for (const [operation, fields] of requests)
        expect(await complaint(server.endpoint, operation, JSON.stringify(fields))).toBeUndefined();
      const odd = fc
        .constantFrom(...requests)
        .chain(([operation, fields]) =>
          fc.tuple(
            fc.constant(operation),
            fc.oneof(
              { weight: 4, arbitrary: mutated(fields).map((value) => Buffer.from(JSON.stringify(value))) },
              { weight: 1, arbitrary: mutatedBytes(Buffer.from(JSON.stringify(fields))) },
            ),
          ),
        );
      const property = fc.asyncProperty(odd, async ([operation, body]) => {
        expect(await complaint(server.endpoint, operation, Uint8Array.from(body))).toBeUndefined();
      });
      await fc.assert(property, RUNS);
      expect(await aQueueUrl(client, "afterwards")).toContain("/afterwards");
    },
    FUZZ_TIMEOUT_MS,
  );
});
