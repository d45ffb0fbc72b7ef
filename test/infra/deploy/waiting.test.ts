import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waiting } from "../../../infra/deploy/waiting.ts";
import { localSqs } from "../../../infra/local/servers.ts";
import { sqsServer } from "../../../infra/local/sqs/server.ts";
import { queueUrl } from "../../../shared/brokers/sqs/endpoint.ts";
import { anSqsServer } from "../../support/an-sqs-server.ts";
import { aCloudFormation } from "../../support/deploy/a-cloudformation.ts";
import { aMonitoring } from "../../support/deploy/a-monitoring.ts";

const account = "111122223333";
const closing: (() => unknown)[] = [];
let identity: Awaited<ReturnType<typeof aCloudFormation>>;
beforeEach(async () => {
  identity = await aCloudFormation({ refuses: ["AssumeRole"] });
  closing.push(identity.close);
  const keys = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "s" };
  for (const [name, value] of Object.entries({ ...keys, ...identity.environment })) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

const queues = (...names: readonly string[]) => names.map((queue) => ({ account, region: "eu-west-1", queue }));
const inQueues = (...names: readonly string[]) => ({ queues: queues(...names), subscriptions: new Map() });

describe("what waits", () => {
  it("is told queue by queue, in flight and delayed too, and subscription by subscription", async () => {
    const server = await sqsServer({ accountId: account, region: "eu-west-1" });
    const [sqs, far] = ["eu-west-1", "us-east-1"].map((region) => localSqs(server.endpoint, { account, region }));
    const monitoring = await aMonitoring();
    closing.push(
      server.close,
      monitoring.close,
      () => sqs?.destroy(),
      () => far?.destroy(),
    );
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", server.endpoint);
    const send = async (client: typeof sqs, region: string, queue: string, more: object = {}) => {
      await client?.send(new CreateQueueCommand({ QueueName: queue }));
      const QueueUrl = queueUrl({ account, region, queue });
      await client?.send(new SendMessageCommand({ QueueUrl, MessageBody: "m", ...more }));
      return QueueUrl;
    };
    const QueueUrl = await send(sqs, "eu-west-1", "orders");
    await sqs?.send(new ReceiveMessageCommand({ QueueUrl }));
    await send(sqs, "eu-west-1", "orders", { DelaySeconds: 60 });
    await send(far, "us-east-1", "far");
    await sqs?.send(new CreateQueueCommand({ QueueName: "empty" }));
    monitoring.waiting.set("retail--back", 2);
    const holders = {
      ...inQueues("orders", "empty", "never-made"),
      subscriptions: new Map([["shop", new Set(["retail--back"])]]),
    };
    holders.queues.push({ account, region: "us-east-1", queue: "far" });
    expect(await waiting(holders, { MONITORING_HOST: monitoring.url })).toEqual([
      "queue orders: 2 messages",
      "queue far: 1 message",
      "subscription retail--back: 2 messages",
    ]);
  });

  it("is asked in each account by the role that cdk looks with there", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(/Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "nobody");
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end('{"Attributes":{}}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const roles = await aCloudFormation();
    closing.push(roles.close, () => new Promise((resolve) => server.close(resolve)));
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv("AWS_ENDPOINT_URL_STS", roles.environment.AWS_ENDPOINT_URL_STS);
    const theirs = { account: "444455556666", region: "us-east-1", queue: "far" };
    const all = { queues: [...queues("orders"), theirs], subscriptions: new Map() };
    expect(await waiting(all, {})).toEqual([]);
    expect(asked).toEqual(["LOOKUP", "LOOKUP"]);
    expect(roles.asked.map((each) => each.split("-").slice(-5).join("-")).toSorted()).toEqual([
      "role-111122223333-eu-west-1",
      "role-444455556666-us-east-1",
    ]);
  });

  it("is not taken for nothing where a queue does not say", async () => {
    const server = await anSqsServer(() => ({ body: {}, error: "AccessDenied", status: 403 }));
    closing.push(server.close);
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", server.endpoint);
    await expect(waiting(inQueues("orders"), {})).rejects.toMatchObject({
      code: "UNREACHABLE",
      message:
        "how many messages wait in queue orders of 111122223333/eu-west-1 could not be asked (AccessDenied): mend that, or use --drop-messages",
    });
  });
});
