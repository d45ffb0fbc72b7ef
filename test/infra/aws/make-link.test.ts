import { describe, expect, it } from "vitest";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { idOf, type MadeStack, ofType, synthesizeOne } from "./a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = { orders: queue("orders"), feed: topic("feed"), inbox: queue("inbox") };
const made = (hop: object, more: object = {}) =>
  synthesizeOne(
    aFabric(
      { ...endpoints, ...more },
      { out: { from: "orders", to: "feed", ...hop } },
      { gcp, secrets: { pepper: { aws: "/shop/pepper" } } },
    ),
  );

interface FunctionForm {
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  readonly [key: string]: unknown;
}
const functionOf = (stack: MadeStack) => ofType(stack, "Lambda::Function")[0] as FunctionForm;
const sourceOf = (stack: MadeStack) => ofType(stack, "Lambda::EventSourceMapping")[0];
const variables = async (hop: object) => functionOf(await made(hop)).Environment.Variables;

describe("a function on Lambda", () => {
  it("runs the crossing's bundle on arm64 and Node 24, with few lines of Lambda's own", async () => {
    const stack = await made({});
    const { Environment: _, Code: __, ...rest } = functionOf(stack);
    expect(rest).toEqual({
      FunctionName: "retail--out",
      Description: "retail/out",
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Role: { "Fn::GetAtt": [idOf(stack, "RoleName", "retail--out"), "Arn"] },
      MemorySize: 256,
      Timeout: 30,
      LoggingConfig: {
        LogGroup: { Ref: idOf(stack, "LogGroupName", "/aws/lambda/retail--out") },
        LogFormat: "JSON",
        ApplicationLogLevel: "INFO",
        SystemLogLevel: "WARN",
      },
      Tags: [{ Key: "fabric", Value: "retail" }],
    });
    expect(ofType(stack, "Logs::LogGroup")).toMatchObject([{ RetentionInDays: 30 }]);
  });

  it("takes memory and time-out from the hop", async () => {
    expect(functionOf(await made({ function: { memoryMb: 1024, timeoutSeconds: 60 } }))).toMatchObject({
      MemorySize: 1024,
      Timeout: 60,
    });
  });

  it("is told its link, and the file that says how Google knows it, where it publishes there", async () => {
    const { HOPSPAN_LINK: link = "", ...rest } = await variables({});
    expect(JSON.parse(link)).toMatchObject({ name: "retail/out", crossing: "sqs-to-pubsub" });
    expect(rest).toEqual({ GOOGLE_APPLICATION_CREDENTIALS: "/var/task/google-credentials.json" });
    expect(Object.keys(await variables({ to: "inbox" }))).toEqual(["HOPSPAN_LINK"]);
  });

  it("is told where its secrets are, never what they are", async () => {
    const { HOPSPAN_SECRETS: secrets } = await variables({
      transforms: [{ redact: { fields: ["a"], with: { hash: "pepper" } } }],
    });
    expect(secrets).toBe('{"pepper":{"aws":"/shop/pepper"}}');
  });

  it("has nothing around it: no network of its own, nothing set aside, no layer, no key", async () => {
    const properties = Object.keys(functionOf(await made({})));
    const costly = ["VpcConfig", "ReservedConcurrentExecutions", "Layers", "KmsKeyArn", "TracingConfig", "SnapStart"];
    expect(properties.filter((name) => costly.includes(name))).toEqual([]);
  });
});

describe("an event source", () => {
  it("takes batches of which single messages can fail, and waits for the queue that it reads", async () => {
    const stack = await made({});
    expect(sourceOf(stack)).toEqual({
      FunctionName: { Ref: idOf(stack, "FunctionName", "retail--out") },
      EventSourceArn: "arn:aws:sqs:eu-west-1:111122223333:orders",
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      Tags: [{ Key: "fabric", Value: "retail" }],
    });
    const { DependsOn } =
      Object.values(stack.resources).find(({ Type }) => Type === "AWS::Lambda::EventSourceMapping") ?? {};
    expect(DependsOn).toContain(idOf(stack, "QueueName", "orders"));
  });

  it("has no window on a FIFO queue, nor at low latency", async () => {
    const window = "MaximumBatchingWindowInSeconds";
    expect(sourceOf(await made({}, { orders: queue("orders.fifo") }))).not.toHaveProperty(window);
    expect(sourceOf(await made({ latency: "low" }))).not.toHaveProperty(window);
  });

  it("has limits and pollers only where the hop asks for them", async () => {
    expect(sourceOf(await made({ function: { maxConcurrency: 5 } }))).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    expect(sourceOf(await made({ function: { pollers: { min: 2, max: 20 } } }))).toMatchObject({
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 20 },
    });
    expect(sourceOf(await made({ function: { pollers: { max: 9 } } }))).toMatchObject({
      ProvisionedPollerConfig: { MaximumPollers: 9 },
    });
  });
});
