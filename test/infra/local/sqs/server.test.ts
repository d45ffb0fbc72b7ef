import { Agent, request as httpRequest } from "node:http";
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it, onTestFinished } from "vitest";
import { sqsServer } from "../../../../infra/local/sqs/server.ts";
import { aClient, aQueueUrl, aServer, errorOf } from "./a-server.ts";

/** One raw request; the answer's status, chosen headers and JSON. */
async function post(url: string, target: string | undefined, body: string, method = "POST") {
  const headers: Record<string, string> = target === undefined ? {} : { "x-amz-target": target };
  const response = await fetch(url, { method, headers, ...(method === "POST" ? { body } : {}) });
  return {
    status: response.status,
    queryError: response.headers.get("x-amzn-query-error"),
    type: response.headers.get("content-type"),
    answer: (await response.json()) as unknown,
  };
}

describe("sqsServer", () => {
  it("answers on any path in AWS JSON, with URLs of its own", async () => {
    const { server } = await aServer();
    const create = await post(`${server.endpoint}/any/path`, "AmazonSQS.CreateQueue", '{"QueueName":"orders"}');
    expect(create).toEqual({
      status: 200,
      queryError: null,
      type: "application/x-amz-json-1.0",
      answer: { QueueUrl: `http://127.0.0.1:${server.port}/111122223333/orders` },
    });
  });

  it("names a fault as the real service does", async () => {
    const { server } = await aServer();
    expect(await post(server.endpoint, "AmazonSQS.GetQueueUrl", '{"QueueName":"gone"}')).toEqual({
      status: 400,
      queryError: "AWS.SimpleQueueService.NonExistentQueue;Sender",
      type: "application/x-amz-json-1.0",
      answer: {
        __type: "com.amazonaws.sqs#QueueDoesNotExist",
        message: "The specified queue does not exist in account 111122223333, region eu-west-1.",
      },
    });
  });

  it("refuses what it hasn't by name, and what is no request of this protocol", async () => {
    const { server } = await aServer();
    const refusals = [
      await post(server.endpoint, "AmazonSQS.DestroyQueue", "{}"),
      await post(server.endpoint, undefined, "Action=ListQueues"),
      await post(server.endpoint, undefined, "", "GET"),
      await post(server.endpoint, "AmazonSQS.ListQueues", "{"),
      await post(server.endpoint, "AmazonSQS.ListQueues", "[]"),
      await post(server.endpoint, "AmazonSQS.ListQueues", '{"QueueNamePrefix":7}'),
    ];
    expect(refusals.map(({ status, queryError }) => [status, queryError])).toEqual([
      [400, "AWS.SimpleQueueService.UnsupportedOperation;Sender"],
      [400, "AWS.SimpleQueueService.UnsupportedOperation;Sender"],
      [400, "AWS.SimpleQueueService.UnsupportedOperation;Sender"],
      [400, "SerializationException;Sender"],
      [400, "SerializationException;Sender"],
      [400, "SerializationException;Sender"],
    ]);
    expect(refusals[0]?.answer).toMatchObject({
      message: "The local SQS server has no operation DestroyQueue.",
    });
  });

  it("understands a queue's URL by its end, whatever its host", async () => {
    const { client, server } = await aServer();
    await aQueueUrl(client);
    for (const QueueUrl of [
      "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
      "http://localhost:1/111122223333/orders",
    ])
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello" }));
    expect(server.engine.counts("orders").accepted).toBe(2);
    const nowhere = client.send(
      new SendMessageCommand({ QueueUrl: "https://sqs.amazonaws.com/orders", MessageBody: "x" }),
    );
    expect(await errorOf(nowhere)).toEqual(["InvalidAddress", "InvalidAddress"]);
  });

  it("keeps queues of one name apart by account and region", async () => {
    const { server, client: home } = await aServer();
    const others = [aClient(server, "us-east-1"), aClient(server, "eu-west-1", "444455556666")];
    const urls = await Promise.all([home, ...others].map((client) => aQueueUrl(client)));
    expect(urls).toEqual(
      ["111122223333", "111122223333", "444455556666"].map((account) => `${server.endpoint}/${account}/orders`),
    );
    const send = (client: SQSClient, QueueUrl = "", MessageBody = "x") =>
      client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const bodies = async (client: SQSClient, QueueUrl = "") => {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body }) => Body);
    };
    await send(home, urls[0], "home");
    await send(others[0] as SQSClient, urls[1], "other region");
    // An account of its URL is enough, and so is a region, where the URL is the real service's.
    await send(home, urls[2], "other account");
    await send(home, "https://sqs.us-east-1.amazonaws.com/111122223333/orders", "other region by its URL");
    expect([
      await bodies(home, urls[0]),
      (await bodies(others[0] as SQSClient, urls[1])).toSorted(),
      await bodies(others[1] as SQSClient, urls[2]),
    ]).toEqual([["home"], ["other region", "other region by its URL"], ["other account"]]);
    const owned = new GetQueueUrlCommand({ QueueName: "orders", QueueOwnerAWSAccountId: "444455556666" });
    expect((await home.send(owned)).QueueUrl).toBe(urls[2]);
    expect(server.engineAt({ account: "444455556666", region: "eu-west-1" }).counts("orders").accepted).toBe(1);
    const nowhere = aClient(server, "ap-south-1").send(new GetQueueUrlCommand({ QueueName: "orders" }));
    expect((await errorOf(nowhere))[0]).toBe("QueueDoesNotExist");
  });

  it("refuses a request that is too large after reading it, and goes on", async () => {
    const { client, server } = await aServer();
    const QueueUrl = await aQueueUrl(client);
    const MessageBody = "x".repeat(5_000_000);
    const [name] = await errorOf(client.send(new SendMessageCommand({ QueueUrl, MessageBody })));
    expect(name).toBe("RequestEntityTooLarge");
    // Three bytes of JSON for each byte of UTF-8 is the most that a legal message can take.
    const escaped = "\\u00e9".repeat(524_288);
    const body = `{"QueueUrl":"${QueueUrl}","MessageBody":"${escaped}"}`;
    expect((await post(server.endpoint, "AmazonSQS.SendMessage", body)).status).toBe(200);
  });

  it("keeps connections open", async () => {
    const { server } = await aServer();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const ports: (number | undefined)[] = [];
    for (let n = 0; n < 2; n++)
      await new Promise<void>((resolve, reject) => {
        const headers = { "x-amz-target": "AmazonSQS.ListQueues" };
        const sent = httpRequest(server.endpoint, { method: "POST", headers, agent }, (response) => {
          ports.push(sent.socket?.localPort);
          response.resume().once("end", resolve);
        });
        sent.once("error", reject).end("{}");
      });
    expect(ports[0]).toBeGreaterThan(0);
    expect(ports[1]).toBe(ports[0]);
  });

  it("listens on loopback only", async () => {
    for (const host of ["0.0.0.0", "::", "192.168.0.1", "example.com"])
      await expect(sqsServer({ host })).rejects.toMatchObject({
        code: "HOST_NOT_LOOPBACK",
        message: `host ${host} is not a loopback address: expected 127.0.0.1`,
      });
  });

  it("says which port is in use", async () => {
    const { server } = await aServer();
    await expect(sqsServer({ port: server.port })).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: `port ${server.port} on 127.0.0.1 is in use: choose another, or 0 for a free one`,
    });
  });

  it("frees its port when it is closed, though clients are connected", async () => {
    const first = await sqsServer();
    const client = aClient(first);
    await aQueueUrl(client);
    await first.close();
    const second = await sqsServer({ port: first.port });
    await second.close();
    expect(second.port).toBe(first.port);
  });
});
