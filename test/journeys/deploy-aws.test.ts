// The AWS half of the retail example by plain cdk, in an AWS that others wrote: deployed, read back, fed, changed, taken away.
// moto runs no function, so each runs here, as it was deployed; what else it can't do is in its table of gaps, and alarms
// and policies are held to where the templates are: test/infra/aws.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOrders } from "../../examples/retail/orders.ts";
import { openServers, type Servers } from "../../infra/local/servers.ts";
import { queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { emptyLock, lockText } from "../../shared/fabric/deployment/lock.ts";
import { AWS_ACCOUNT, type Aws, anAws } from "../support/deploy/an-aws.ts";
import { functionOf, mappingsOf, queueOf, roleOf, stacksOf, thingsOf } from "../support/deploy/read-back.ts";
import { runDeployed } from "../support/deploy/run-deployed.ts";
import { motoDeploymentGaps } from "../support/party/gaps.ts";
import { motoMissing } from "../support/party/moto.ts";

if (motoMissing !== undefined) console.info(`the AWS half, deployed: skipped, since ${motoMissing}`);

const CDK_TIMEOUT_MS = 180_000;
const REGION = "eu-west-1";
const arn = (service: string, resource: string, region = REGION) =>
  `arn:aws:${service}:${region}:${AWS_ACCOUNT}:${resource}`;
const UNIQUE_ID = "112233445566778899001";

let folder: string;
let aws: Aws;
const file = () => join(folder, "fabric.yaml");
const example = readFileSync(join(import.meta.dirname, "../../examples/retail/fabric.yaml"), "utf8");

/** `cdk VERB` for the fabric in the folder, as somebody types it. */
const cdk = (words: readonly string[], environment = aws.environment) =>
  aws.cdk([...words, "-c", `fabric=${file()}`, "--output", join(folder, "out")], environment);
const deploy = (environment = aws.environment) => cdk(["deploy", "--all", "--require-approval", "never"], environment);

describe.skipIf(motoMissing)("the AWS half of the retail example", { timeout: CDK_TIMEOUT_MS }, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hopspan-deploy-"));
    writeFileSync(file(), example);
    aws = await anAws();
  }, CDK_TIMEOUT_MS);
  afterAll(async () => {
    await aws?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is not deployed without the lock, and how to get it is said", async () => {
    const { code, err } = await deploy();
    expect(code).toBe(1);
    expect(err).toContain(
      "the lock of fabric retail does not know the service account of retail/return-scores, whose role in AWS must trust it: run hopspan deploy, which makes the Google half first and writes the lock; or, where the Google half is to be a module of your own terraform, apply what hopspan synth writes, and give its outputs to hopspan synth --google-outputs",
    );
    expect(await stacksOf(aws)).toEqual({});
  });

  it("is deployed from the lock by plain cdk", async () => {
    const email = "hop--retail--return-scores@retail-analytics.iam.gserviceaccount.com";
    const serviceAccounts = { "retail/return-scores": { email, uniqueId: UNIQUE_ID } };
    writeFileSync(join(folder, "fabric.lock.json"), lockText({ ...emptyLock("retail"), serviceAccounts }));
    const { code, err } = await deploy();
    expect([code, err]).toEqual([0, expect.stringContaining("✅")]);
    expect(await thingsOf(aws, "retail")).toEqual({
      functions: ["retail--export-orders", "retail--flight-analytics"],
      roles: ["retail--export-orders", "retail--flight-analytics", "retail--return-scores"],
      queues: [
        "flights",
        "orders.fifo",
        "retail--flights--dead",
        "retail--orders--dead.fifo",
        "retail--score-inbox--dead",
        "score-inbox",
      ],
    });
  });

  it("feeds each function from its queue, and takes its answer message by message", async () => {
    const answers = ["ReportBatchItemFailures"];
    expect(await mappingsOf(aws)).toEqual({
      "retail--export-orders": {
        queueArn: arn("sqs", "orders.fifo"),
        maxMessages: 10,
        windowSeconds: 0,
        answers,
        state: "Enabled",
        id: expect.any(String),
      },
      "retail--flight-analytics": {
        queueArn: arn("sqs", "flights"),
        maxMessages: 100,
        windowSeconds: 1,
        answers,
        state: "Enabled",
        id: expect.any(String),
      },
    });
  });

  it("has queues that keep order, hide what is out for six time-outs and a window, and bury what is hopeless", async () => {
    expect(await queueOf(aws, "orders.fifo")).toMatchObject({
      FifoQueue: true,
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      VisibilityTimeout: 180,
      MessageRetentionPeriod: 345_600,
      RedrivePolicy: { deadLetterTargetArn: arn("sqs", "retail--orders--dead.fifo"), maxReceiveCount: 100 },
    });
    expect(await queueOf(aws, "flights")).toMatchObject({
      VisibilityTimeout: 181,
      RedrivePolicy: { deadLetterTargetArn: arn("sqs", "retail--flights--dead"), maxReceiveCount: 100 },
    });
    expect(await queueOf(aws, "retail--orders--dead.fifo")).toMatchObject({
      FifoQueue: true,
      MessageRetentionPeriod: 1_209_600,
    });
  });

  it("lets each function do what its link does, and the one in Google Cloud by its service account alone", async () => {
    const log = {
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Effect: "Allow",
      Resource: arn("logs", "log-group:/aws/lambda/retail--export-orders:*"),
    };
    const allow = (Action: string | readonly string[], Resource: string) => ({ Effect: "Allow", Action, Resource });
    expect(await roleOf(aws, "retail--export-orders")).toEqual({
      trusts: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } }],
      may: [
        allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], arn("sqs", "orders.fifo")),
        allow("sqs:SendMessage", arn("sqs", "retail--orders--dead.fifo")),
        allow("ssm:GetParameter", arn("ssm", "parameter/retail/pseudonym-key")),
        log,
      ],
    });
    expect(await roleOf(aws, "retail--return-scores")).toEqual({
      trusts: [
        {
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "accounts.google.com:sub": UNIQUE_ID,
              "accounts.google.com:aud": UNIQUE_ID,
              "accounts.google.com:oaud": "hopspan:retail/return-scores",
            },
          },
          Effect: "Allow",
          Principal: { Federated: "accounts.google.com" },
        },
      ],
      may: [allow("sqs:SendMessage", arn("sqs", "score-inbox"))],
    });
  });

  it("carries orders from the queue to the topic, by the functions as they were deployed", carriesOrders);

  it("is left alone by a second deploy", async () => {
    const before = await stacksOf(aws);
    const { code, err } = await deploy();
    expect([code, err]).toEqual([0, expect.stringContaining("(retail) (no changes)")]);
    expect(await stacksOf(aws)).toEqual(before);
  });

  it("is changed where the file is: settings in place, and a hop more", async () => {
    const changed = example
      .replace("sqs: flights }", "sqs: flights, retention: 2d }")
      .replace("transforms: [flight-to-row]", "transforms: [flight-to-row]\n    function: { timeoutSeconds: 60 }")
      .replace("\nsecrets:", "  audit: { from: score-inbox, to: flight-feed }\n\nsecrets:");
    writeFileSync(file(), changed);
    expect((await deploy(aws.changing)).code).toBe(0);
    expect(Object.keys(await mappingsOf(aws)).toSorted()).toEqual([
      "retail--audit",
      "retail--export-orders",
      "retail--flight-analytics",
    ]);
    expect(await functionOf(aws, "retail--flight-analytics")).toMatchObject({ Timeout: 60, Runtime: "nodejs24.x" });
    const { MessageRetentionPeriod, ...flights } = await queueOf(aws, "flights");
    expect(flights).toMatchObject({ VisibilityTimeout: 361 });
    const { Architectures } = await functionOf(aws, "retail--audit");
    const holds = {
      "a function is of the architecture that was asked for": Architectures?.[0] === "arm64",
      "a queue is closed to whoever does not speak TLS": "Policy" in flights,
      "a queue's retention is changed in place": MessageRetentionPeriod === 172_800,
    };
    expect(Object.entries(holds).flatMap(([behaviour, isThere]) => (isThere ? [] : [behaviour]))).toEqual(
      Object.keys(motoDeploymentGaps),
    );
  });

  it("is taken away by plain cdk, with all that it has made", async () => {
    expect((await cdk(["destroy", "--all", "--force"])).code).toBe(0);
    expect(await thingsOf(aws, "retail")).toEqual({ functions: [], roles: [], queues: [] });
    expect(await stacksOf(aws)).toEqual({});
  });
});

interface Row {
  readonly order_id: string;
  readonly customer_id: string;
}

const COUNT = 60;
const orders = makeOrders(COUNT) as readonly {
  readonly orderId: string;
  readonly status: string;
  readonly customer: { readonly id: string };
}[];

async function carriesOrders(): Promise<void> {
  const servers = await openServers({
    sqsEndpoint: aws.url,
    account: AWS_ACCOUNT,
    region: REGION,
    project: "retail-analytics",
  });
  const rows: Row[] = [];
  const lines: string[] = [];
  try {
    const [topic] = await servers.pubsub.createTopic("order-feed");
    servers.pubsubEngine?.observe((event) => {
      if (event.kind === "published" && event.topic === topic.name)
        rows.push(JSON.parse(Buffer.from(event.message.data).toString()) as Row);
    });
    await keepSecret("/retail/pseudonym-key", "a-secret");
    const running = await runDeployed(aws, "retail--export-orders", {
      stack: "retail",
      environment: { ...servers.environment, AWS_ENDPOINT_URL_SSM: aws.url },
      onLog: (line) => lines.push(line),
    });
    try {
      await sendOrders(servers);
      const paid = orders.filter(({ status }) => status === "PAID");
      await expect.poll(() => rows.length, { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(paid.length);
      const perCustomer = (list: readonly Row[]) => Map.groupBy(list, ({ customer_id }) => customer_id);
      const expected = paid.map(({ orderId, customer }) => ({ order_id: orderId, customer_id: customer.id }));
      const arrived = rows.map(({ order_id, customer_id }) => ({ order_id, customer_id }));
      expect(perCustomer(arrived)).toEqual(perCustomer(expected));
      const left = () => queueOf(aws, "orders.fifo");
      await expect
        .poll(left)
        .toMatchObject({ ApproximateNumberOfMessages: 0, ApproximateNumberOfMessagesNotVisible: 0 });
    } finally {
      await running.stop();
    }
  } finally {
    await servers.close();
  }
}

/** As the shop does it: with the official client, one group per customer. */
async function sendOrders({ sqs }: Servers): Promise<void> {
  const QueueUrl = queueUrl({ region: REGION, account: AWS_ACCOUNT, queue: "orders.fifo" });
  for (let at = 0; at < COUNT; at += 10) {
    const Entries = orders.slice(at, at + 10).map((order) => ({
      Id: order.orderId,
      MessageBody: JSON.stringify(order),
      MessageGroupId: order.customer.id,
      MessageDeduplicationId: order.orderId,
    }));
    expect((await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).Failed ?? []).toEqual([]);
  }
}

async function keepSecret(Name: string, Value: string): Promise<void> {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "AmazonSSM.PutParameter",
    authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/${REGION}/ssm/aws4_request, SignedHeaders=host, Signature=s`,
  };
  const body = JSON.stringify({ Name, Value, Type: "SecureString" });
  expect((await fetch(aws.url, { method: "POST", headers, body })).status).toBe(200);
}
