import { describe, expect, it } from "vitest";
import { aFabric, queue, topic } from "../../../shared/fabric/a-fabric.ts";
import { manyHops } from "../../../support/many-hops.ts";
import { idOf, type MadeStack, ofType, synthesize, synthesizeOne } from "../a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const made = (endpoints: object, hops: object, more: object = {}) => aFabric(endpoints, hops, { gcp, ...more });
const small = made(
  { orders: queue("orders"), flights: queue("flights"), feed: topic("feed"), inbox: queue("inbox") },
  { out: { from: "orders", to: "feed", maxAge: "20m" }, fly: { from: "flights", to: "feed", latency: "low" } },
);

interface AlarmForm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly Metrics: readonly {
    readonly Expression?: string;
    readonly MetricStat?: {
      readonly Metric: { readonly MetricName: string };
      readonly Period: number;
      readonly Stat: string;
    };
  }[];
  readonly [key: string]: unknown;
}

const alarms = (stack: MadeStack) => ofType(stack, "CloudWatch::Alarm") as unknown as readonly AlarmForm[];
/** What an alarm comes down to. */
const brief = ({ AlarmName, Metrics, Threshold, EvaluationPeriods }: AlarmForm) => {
  const [expression, ...rest] = Metrics;
  const [{ MetricStat: first } = {}] = rest;
  return [AlarmName, expression?.Expression, `> ${Threshold}`, `${EvaluationPeriods} of ${first?.Period} s`];
};

describe("a fabric on AWS", () => {
  it("is watched for age, dead letters, errors, throttles, and messages that nobody can account for", async () => {
    expect(alarms(await synthesizeOne(small)).map(brief)).toEqual([
      ["retail--age-1", "(FILL(m0, 0) > 1200) + (FILL(m1, 0) > 300)", "> 0", "1 of 60 s"],
      ["retail--dead-letters-1", "FILL(m0, 0) + FILL(m1, 0) + FILL(m2, 0)", "> 0", "1 of 300 s"],
      ["retail--errors-1", "FILL(m0, 0) + FILL(m1, 0)", "> 0", "3 of 300 s"],
      ["retail--throttles-1", "FILL(m0, 0) + FILL(m1, 0)", "> 0", "3 of 300 s"],
      [
        "retail--reconciliation-1",
        "ABS(FILL(m0, 0) + FILL(m1, 0) - FILL(settled, 0)) - FILL(settled, 0) / 1000",
        "> 10",
        "3 of 3600 s",
      ],
    ]);
  });

  it("tells an alarm, and its end, to one topic, and takes silence for health", async () => {
    const stack = await synthesizeOne(small);
    const topicRef = [{ Ref: idOf(stack, "TopicName", "retail--alarms") }];
    for (const alarm of alarms(stack))
      expect(alarm).toMatchObject({ AlarmActions: topicRef, OKActions: topicRef, TreatMissingData: "notBreaching" });
  });

  it("says in every alarm where to look", async () => {
    const said = Object.fromEntries(
      alarms(await synthesizeOne(small)).map((each) => [each.AlarmName, each.AlarmDescription]),
    );
    expect(said["retail--age-1"]).toBe(
      "The oldest message waits longer than its hop allows: orders 1200 s, flights 300 s",
    );
    expect(said["retail--dead-letters-1"]).toContain(
      "retail--orders--dead, retail--flights--dead, retail--inbox--dead",
    );
  });

  it("of many hops has alarms that look at no more than ten metrics each, and every hop in one of each kind", async () => {
    const stack = await synthesizeOne(manyHops(25));
    const kinds = Map.groupBy(alarms(stack), ({ AlarmName }) => AlarmName.replace(/^retail--|-\d+$/g, ""));
    expect([...kinds].map(([kind, list]) => [kind, list.map(({ Metrics }) => Metrics.length - 1)])).toEqual([
      ["age", [10, 10, 5]],
      ["dead-letters", [10, 10, 5]],
      ["errors", [10, 10, 5]],
      ["throttles", [10, 10, 5]],
      ["reconciliation", [10, 10, 8]],
    ]);
  });

  it("has no alarm for what another account alone can see", async () => {
    const theirs = { sqs: "theirs", account: "444455556666", existing: true };
    const stack = await synthesizeOne(made({ theirs, feed: topic("feed") }, { take: { from: "theirs", to: "feed" } }));
    expect(alarms(stack).map(({ AlarmName }) => AlarmName)).toEqual([
      "retail--dead-letters-1",
      "retail--errors-1",
      "retail--throttles-1",
    ]);
    expect(ofType(stack, "Logs::MetricFilter")).toEqual([]);
  });
});

describe("the reconciliation", () => {
  it("counts what every summary says was settled, in one metric for the queues of one alarm", async () => {
    const stack = await synthesizeOne(small);
    const filter = (name: string) => ({
      LogGroupName: { Ref: idOf(stack, "LogGroupName", `/aws/lambda/${name}`) },
      FilterPattern: '{ $.event = "summary" }',
      MetricTransformations: [
        { MetricName: "retail-settled-1", MetricNamespace: "Hopspan/retail", MetricValue: "$.settled" },
      ],
    });
    expect(ofType(stack, "Logs::MetricFilter")).toEqual([filter("retail--out"), filter("retail--fly")]);
  });

  it("holds it against what those queues forgot", async () => {
    const alarm = alarms(await synthesizeOne(small)).find(({ AlarmName }) => AlarmName === "retail--reconciliation-1");
    expect(alarm?.Metrics.slice(1).map(({ MetricStat }) => [MetricStat?.Metric, MetricStat?.Stat])).toEqual([
      [
        {
          Namespace: "AWS/SQS",
          MetricName: "NumberOfMessagesDeleted",
          Dimensions: [{ Name: "QueueName", Value: "orders" }],
        },
        "Sum",
      ],
      [
        {
          Namespace: "AWS/SQS",
          MetricName: "NumberOfMessagesDeleted",
          Dimensions: [{ Name: "QueueName", Value: "flights" }],
        },
        "Sum",
      ],
      [{ Namespace: "Hopspan/retail", MetricName: "retail-settled-1" }, "Sum"],
    ]);
  });
});

describe("the alarm topic", () => {
  it("takes this fabric's alarms alone, only by TLS, and writes to whom the file names", async () => {
    const email = ["ops@example.org", "night@example.org", "ops@example.org"];
    const stack = await synthesizeOne(
      made(
        { orders: queue("orders"), feed: topic("feed") },
        { out: { from: "orders", to: "feed" } },
        { alarms: { email } },
      ),
    );
    const ref = { Ref: idOf(stack, "TopicName", "retail--alarms") };
    expect(ofType(stack, "SNS::Subscription")).toEqual([
      { TopicArn: ref, Protocol: "email", Endpoint: "ops@example.org" },
      { TopicArn: ref, Protocol: "email", Endpoint: "night@example.org" },
    ]);
    const statements = ofType(stack, "SNS::TopicPolicy").flatMap(
      ({ PolicyDocument }) => (PolicyDocument as { readonly Statement: readonly unknown[] }).Statement,
    );
    expect(statements).toEqual([
      {
        Sid: "AllowPublishThroughSSLOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: ref,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "AlarmsOfThisFabric",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: ref,
        Condition: {
          ArnLike: {
            "aws:SourceArn": [
              "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:retail--*",
              "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:retail-Stack-*",
            ],
          },
        },
      },
    ]);
  });

  it("is one per place, known to later stacks by its name", async () => {
    const stacks = await synthesize(manyHops(60));
    expect(stacks.map((stack) => ofType(stack, "SNS::Topic").length)).toEqual([1, 0]);
    const [, second] = stacks;
    for (const alarm of second === undefined ? [] : alarms(second))
      expect(alarm["AlarmActions"]).toEqual(["arn:aws:sns:eu-west-1:111122223333:retail--alarms"]);
  });
});

describe("the dashboard", () => {
  const widgets = (stack: MadeStack) =>
    ofType(stack, "CloudWatch::Dashboard").map(({ DashboardBody, DashboardName }) => {
      const [, parts] = (DashboardBody as { readonly "Fn::Join": readonly [string, readonly unknown[]] })["Fn::Join"];
      const body = parts.map((part) => (typeof part === "string" ? part : "eu-west-1")).join("");
      return [DashboardName, JSON.parse(body).widgets] as const;
    });

  it("has a row per hop: waiting, oldest, in flight, errors, duration, dead letters", async () => {
    const [[name, [heading, ...rows]] = ["", []]] = widgets(await synthesizeOne(small));
    expect([name, heading.type]).toEqual(["retail", "text"]);
    expect(rows.map(({ properties }: { properties: { title: string } }) => properties.title)).toEqual([
      "retail/out",
      "retail/fly",
    ]);
    expect(
      rows[0].properties.metrics.map((metric: readonly unknown[]) =>
        metric.slice(0, 4).concat((metric[4] as { label: string }).label),
      ),
    ).toEqual([
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "orders", "waiting"],
      ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", "orders", "oldest"],
      ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", "orders", "in flight"],
      ["AWS/Lambda", "Errors", "FunctionName", "retail--out", "errors"],
      ["AWS/Lambda", "Duration", "FunctionName", "retail--out", "duration"],
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", "retail--orders--dead", "dead letters"],
    ]);
  });

  it("shows all stacks of a place at once, within what CloudWatch takes", async () => {
    const stacks = await synthesize(manyHops(200));
    const shown = stacks.flatMap(widgets);
    expect(shown.map(([name, list]) => [name, list.length])).toEqual([["retail", 201]]);
  });

  it("is not there where no hop runs on AWS", async () => {
    const stack = await synthesizeOne(
      made({ scores: topic("scores"), inbox: queue("inbox") }, { back: { from: "scores", to: "inbox" } }),
    );
    expect(widgets(stack)).toEqual([]);
  });
});
