// The child of the memory bench: runs a bundle with full batches again and again, and tells its peak.

import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { HttpFunction } from "@google-cloud/functions-framework";
import type { Endpoint } from "../../shared/fabric/link.ts";

interface Task {
  readonly batch: { readonly count: number; readonly bytes: number };
  readonly rounds: number;
  readonly pushes: number;
  readonly source: Endpoint;
  readonly subscription: string;
}

const { handler } = createRequire(import.meta.url)(join(process.cwd(), "index.cjs")) as { handler: unknown };

const body = (bytes: number, at: number) => `${at}${"x".repeat(bytes - String(at).length)}`;

const record = (source: Endpoint, bytes: number, at: number) => ({
  messageId: `m-${at}`,
  receiptHandle: `r-${at}`,
  body: body(bytes, at),
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: "1767225600000",
    SenderId: "s",
    ApproximateFirstReceiveTimestamp: "1767225600000",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: source.broker === "sqs" ? `arn:aws:sqs:${source.region}:${source.account}:${source.queue}` : "",
  awsRegion: source.region,
});

/** One invocation with the whole batch, as Lambda calls: the event comes as text, and is parsed in the same process. */
async function invoke({ batch, rounds, source }: Task): Promise<void> {
  const run = handler as (event: unknown, context: unknown) => Promise<{ batchItemFailures: readonly unknown[] }>;
  const event = JSON.stringify({
    Records: Array.from({ length: batch.count }, (_, at) => record(source, batch.bytes, at)),
  });
  for (let round = 0; round < rounds; round++) {
    const { batchItemFailures } = await run(JSON.parse(event), { getRemainingTimeInMillis: () => 60_000 });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} of ${batch.count} failed`);
  }
}

/** As many pushes at a time as an instance takes, each with a message of the batch. */
async function push({ batch, rounds, pushes, source, subscription }: Task): Promise<void> {
  // Loaded here only: a Lambda function has it not.
  const { http } = await import("@google-cloud/functions-framework");
  const { getTestServer } = await import("@google-cloud/functions-framework/testing");
  http("handler", handler as HttpFunction);
  const server = getTestServer("handler");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  const text = JSON.stringify({
    message: {
      data: Buffer.from(body(batch.bytes, 1)).toString("base64"),
      messageId: "1",
      publishTime: "2026-01-01T00:00:00Z",
    },
    subscription: `projects/${source.broker === "pubsub" ? source.project : ""}/subscriptions/${subscription}`,
  });
  const one = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json" },
    });
    if (!answer.ok) throw new Error(`a push was answered with ${answer.status}`);
  };
  for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: pushes }, one));
  server.close();
}

process.once("message", async (task: Task) => {
  if (task.rounds > 0) await (task.source.broker === "sqs" ? invoke(task) : push(task));
  process.send?.(Math.round(process.resourceUsage().maxRSS / 1_024));
});
