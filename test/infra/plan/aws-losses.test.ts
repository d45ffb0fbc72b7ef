import { describe, expect, it } from "vitest";
import { awsLosses, type KeptQueue, queuesIn } from "../../../infra/plan/aws-losses.ts";

const place = { account: "111122223333", region: "eu-west-1" };
const kept = (queue: string, retentionSeconds = 345_600): KeptQueue => ({ queue, retentionSeconds });
const stack = (name: string, ...queues: KeptQueue[]) => ({ ...place, name, queues });

describe("what CloudFormation would take away", () => {
  it("is each queue that its stack is no longer to have, also where another one is to have it, or the stack goes", () => {
    const deployed = [stack("retail", kept("orders"), kept("old")), stack("retail-Stack-2", kept("far"))];
    expect(awsLosses(deployed, new Map([["retail", [kept("orders"), kept("far")]]]))).toEqual([
      { address: "aws/queue/111122223333/eu-west-1/old", loss: "queue old: the messages in it" },
      { address: "aws/queue/111122223333/eu-west-1/far", loss: "queue far: the messages in it" },
    ]);
  });

  it("is what a queue keeps for less long", () => {
    const next = (seconds: number) => new Map([["retail", [kept("orders", seconds)]]]);
    expect(awsLosses([stack("retail", kept("orders"))], next(86_400))).toEqual([
      { address: "aws/queue/111122223333/eu-west-1/orders", loss: "queue orders: what is older than 1d" },
    ]);
    expect(awsLosses([stack("retail", kept("orders"))], next(345_600))).toEqual([]);
  });

  it("is what waits under a key that its queue is no longer to have", () => {
    const next = (more: object, seconds?: number) => new Map([["retail", [{ ...kept("orders", seconds), ...more }]]]);
    const deployed = [stack("retail", { ...kept("orders"), kmsKey: "arn:one" })];
    const unreadable = "what waits under its old key, which nobody can read then: let the queue run empty first";
    for (const more of [{}, { kmsKey: "arn:two" }])
      expect(awsLosses(deployed, next(more))).toEqual([
        { address: "aws/queue/111122223333/eu-west-1/orders", loss: `queue orders: ${unreadable}` },
      ]);
    expect(awsLosses(deployed, next({}, 86_400)).map(({ loss }) => loss)).toEqual([
      `queue orders: what is older than 1d; ${unreadable}`,
    ]);
    expect(awsLosses(deployed, next({ kmsKey: "arn:one" }))).toEqual([]);
    expect(awsLosses([stack("retail", kept("orders"))], next({ kmsKey: "arn:one" }))).toEqual([]);
  });
});

describe("the queues of a template", () => {
  it("are those that it makes, with what they keep", () => {
    const queue = (Properties: object) => ({ Type: "AWS::SQS::Queue", Properties });
    const Resources = {
      Orders: queue({ QueueName: "orders", MessageRetentionPeriod: 1_209_600 }),
      Inbox: queue({ QueueName: "inbox" }),
      Secret: queue({ QueueName: "secret", KmsMasterKeyId: "arn:one" }),
      Policy: { Type: "AWS::SQS::QueuePolicy", Properties: { QueueName: "no" } },
      Bare: { Type: "AWS::CDK::Metadata" },
    };
    expect(queuesIn(JSON.stringify({ Resources }))).toEqual([
      kept("orders", 1_209_600),
      kept("inbox"),
      { ...kept("secret"), kmsKey: "arn:one" },
    ]);
    expect(queuesIn("{}")).toEqual([]);
  });
});
