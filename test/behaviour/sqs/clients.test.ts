import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, it, onTestFinished } from "vitest";
import { sqsServer } from "../../../infra/local/sqs/server.ts";
import { awsMissing, boto3Missing, runAws, runBoto3 } from "../../support/party/python.ts";

async function aServer() {
  const server = await sqsServer({ region: "eu-west-1", accountId: "111122223333" });
  onTestFinished(() => server.close());
  return server;
}

const orMissing = (name: string, missing: string | undefined) =>
  `${name}${missing === undefined ? "" : `: ${missing}`}`;

/** Stands before a server, and loses the first answer to an operation, once the server has given it. */
async function aLossyWay(endpoint: string, operation: string): Promise<string> {
  let isLost = false;
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await new Response(ReadableStream.from(request)).arrayBuffer();
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `${request.headers["x-amz-target"]}`,
    };
    const answer = await fetch(endpoint, { method: "POST", headers, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!isLost && headers["x-amz-target"].endsWith(`.${operation}`)) {
      isLost = true;
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(bytes);
  };
  const way = createServer((request, response) => void pass(request, response));
  await new Promise<void>((resolve) => way.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    way.closeAllConnections();
    way.close();
  });
  return `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
}

/** The official client with all its own settings: it tries three times. */
function aClient(endpoint: string): SQS {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SQS({ endpoint, region: "eu-west-1", credentials, useQueueUrlAsEndpoint: false });
  onTestFinished(() => client.destroy());
  return client;
}

describe("the official client's own retries", () => {
  it("send a message twice to a standard queue where the first answer is lost, and once to a FIFO queue", async () => {
    const { endpoint, engine } = await aServer();
    for (const [QueueName, ids, count] of [
      ["q", {}, 2],
      ["q.fifo", { MessageGroupId: "g", MessageDeduplicationId: "d" }, 1],
    ] as const) {
      const sqs = aClient(await aLossyWay(endpoint, "SendMessage"));
      const Attributes: Record<string, string> = QueueName === "q.fifo" ? { FifoQueue: "true" } : {};
      const { QueueUrl } = await sqs.createQueue({ QueueName, Attributes });
      await sqs.sendMessage({ QueueUrl, MessageBody: "x", ...ids });
      expect(engine.counts(QueueName).visible).toBe(count);
    }
  });

  it("get what a lost answer had from a FIFO queue, where the attempt has an id", async () => {
    const { endpoint, engine } = await aServer();
    const sqs = aClient(await aLossyWay(endpoint, "ReceiveMessage"));
    const Attributes = { FifoQueue: "true" };
    const { QueueUrl } = await sqs.createQueue({ QueueName: "q.fifo", Attributes });
    await sqs.sendMessage({ QueueUrl, MessageBody: "x", MessageGroupId: "g", MessageDeduplicationId: "d" });
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, ReceiveRequestAttemptId: "a" });
    expect(Messages.map(({ Body }) => Body)).toEqual(["x"]);
    await sqs.deleteMessage({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle });
    expect(engine.counts("q.fifo")).toMatchObject({ deleted: 1, inFlight: 0 });
  });

  it("delete again what is deleted already, with no error", async () => {
    const { endpoint, engine } = await aServer();
    const sqs = aClient(await aLossyWay(endpoint, "DeleteMessageBatch"));
    const { QueueUrl } = await sqs.createQueue({ QueueName: "q" });
    await sqs.sendMessage({ QueueUrl, MessageBody: "x" });
    const [message] = (await sqs.receiveMessage({ QueueUrl })).Messages ?? [];
    const Entries = [{ Id: "a", ReceiptHandle: message?.ReceiptHandle }];
    expect((await sqs.deleteMessageBatch({ QueueUrl, Entries })).Successful).toEqual([{ Id: "a" }]);
    expect(engine.counts("q").deleted).toBe(1);
  });
});

describe.skipIf(awsMissing)(orMissing("the AWS command line", awsMissing), () => {
  it("makes a queue, sends, receives and deletes", async () => {
    const { endpoint, engine } = await aServer();
    const made = (await runAws(
      endpoint,
      "create-queue",
      "--queue-name",
      "q.fifo",
      "--attributes",
      "FifoQueue=true",
    )) as {
      readonly QueueUrl: string;
    };
    const queue = ["--queue-url", made.QueueUrl];
    const message = ["--message-body", "héllo", "--message-group-id", "g", "--message-deduplication-id", "d"];
    const attributes = '{"weight":{"DataType":"Number.kg","StringValue":"2"}}';
    await runAws(endpoint, "send-message", ...queue, ...message, "--message-attributes", attributes);
    const all = ["--attribute-names", "All", "--message-attribute-names", "All"];
    const { Messages } = (await runAws(endpoint, "receive-message", ...queue, ...all)) as {
      readonly Messages: readonly { readonly ReceiptHandle: string }[];
    };
    expect(Messages).toMatchObject([
      {
        Body: "héllo",
        Attributes: { MessageGroupId: "g", MessageDeduplicationId: "d", ApproximateReceiveCount: "1" },
        MessageAttributes: { weight: { DataType: "Number.kg", StringValue: "2" } },
      },
    ]);
    await runAws(endpoint, "delete-message", ...queue, "--receipt-handle", Messages[0]?.ReceiptHandle ?? "");
    expect(engine.counts("q.fifo")).toMatchObject({ accepted: 1, deleted: 1 });
  });

  it("names an error by its older code", async () => {
    const { endpoint } = await aServer();
    await expect(runAws(endpoint, "get-queue-url", "--queue-name", "gone")).rejects.toThrow(
      /\(AWS\.SimpleQueueService\.NonExistentQueue\)/,
    );
  });
});

describe.skipIf(boto3Missing)(orMissing("boto3", boto3Missing), () => {
  it("sends and receives batches, attributes of all types among them, and checks the digests", async () => {
    const { endpoint } = await aServer();
    const script = `
url = sqs.create_queue(QueueName='q', tags={'team': 'orders'})['QueueUrl']
attributes = {'s': {'DataType': 'String', 'StringValue': 'é'}, 'n': {'DataType': 'Number', 'StringValue': '1.5'},
  'b': {'DataType': 'Binary.png', 'BinaryValue': bytes([0, 255])}}
sent = sqs.send_message_batch(QueueUrl=url, Entries=[
  {'Id': str(n), 'MessageBody': 'body %d' % n, 'MessageAttributes': attributes} for n in range(10)])
got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=['All'])['Messages']
ok = all(m['MessageAttributes'] == attributes for m in got)
sqs.delete_message_batch(QueueUrl=url, Entries=[
  {'Id': str(n), 'ReceiptHandle': m['ReceiptHandle']} for n, m in enumerate(got)])
left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=['All'])['Attributes']['ApproximateNumberOfMessages']
print(json.dumps([len(sent['Successful']), sorted(m['Body'] for m in got), ok, left, sqs.list_queue_tags(QueueUrl=url)['Tags']]))
`;
    const bodies = Array.from({ length: 10 }, (_, n) => `body ${n}`);
    expect(await runBoto3(endpoint, script)).toEqual([10, bodies, true, "0", { team: "orders" }]);
  });

  it("names an error by its class and by its older code", async () => {
    const { endpoint } = await aServer();
    const script = `
try:
  sqs.get_queue_url(QueueName='gone')
except sqs.exceptions.QueueDoesNotExist as error:
  print(json.dumps([error.response['Error']['Code'], error.response['Error']['QueryErrorCode']]))
`;
    expect(await runBoto3(endpoint, script)).toEqual(["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"]);
  });

  it("has sixteen threads take each message once", async () => {
    const { endpoint, engine } = await aServer();
    const script = `
url = sqs.create_queue(QueueName='q', Attributes={'VisibilityTimeout': '300'})['QueueUrl']
for n in range(0, 200, 10):
  sqs.send_message_batch(QueueUrl=url, Entries=[{'Id': str(i), 'MessageBody': str(n + i)} for i in range(10)])
seen, lock = [], threading.Lock()
def consume():
  while True:
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get('Messages', [])
    if not got: return
    with lock: seen.extend(int(m['Body']) for m in got)
    for m in got: sqs.delete_message(QueueUrl=url, ReceiptHandle=m['ReceiptHandle'])
threads = [threading.Thread(target=consume) for _ in range(16)]
for t in threads: t.start()
for t in threads: t.join()
print(json.dumps(sorted(seen)))
`;
    expect(await runBoto3(endpoint, script)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(engine.counts("q")).toMatchObject({ accepted: 200, deleted: 200, visible: 0, inFlight: 0 });
  });
});
