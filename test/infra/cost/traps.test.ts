import { describe, expect, it } from "vitest";
import { estimate } from "../../../infra/cost/estimate.ts";
import type { ItemName } from "../../../infra/cost/flow.ts";
import type { Load } from "../../../infra/cost/load.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import type { LinkShape } from "../../../infra/cost/shape.ts";
import { aLambdaShape, aLoad, aQueue, aRunShape, aTopic, SILENT } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const of = (shape: LinkShape, load: Load = aLoad(100)) => {
  const [link] = estimate([{ shape, load }], list).links;
  if (link === undefined) throw new Error("one link in, one link out");
  return link;
};
const three = (value: number) => Math.round(value * 1_000) / 1_000;
/** Dollars per million messages of one item, as assumed. */
const perMillion = (shape: LinkShape, item: ItemName, load: Load = aLoad(10_000)) => {
  const link = of(shape, load);
  const line = link.lines.find((each) => each.item === item);
  return line === undefined ? undefined : three(line.perMonth.assumed / (link.messagesPerMonth / 1e6));
};
const items = (shape: LinkShape, load?: Load) => of(shape, load).lines.map(({ item }) => item);
const idle = (shape: LinkShape) => {
  const { low, assumed, high } = of(shape, aLoad(0)).idle;
  return [low, assumed, high].map(three);
};
const topicToTopic = (changes: object = {}) => aRunShape({ targets: [aTopic(changes)] });
const queueToQueue = (changes: object = {}) => aLambdaShape({ targets: [aQueue(changes)] });

describe("a quiet queue", () => {
  it("is polled in vain by 2 to 5 pollers, and always by 5 with a limit on concurrency", () => {
    expect(idle(aLambdaShape())).toEqual([0.105, 0.105, 0.263]);
    expect(idle(aLambdaShape({ maxConcurrency: 5 }))).toEqual([0.263, 0.263, 0.263]);
  });

  it("costs $13.51 a month for 2 provisioned pollers, and their polls on top", () => {
    expect(idle(aLambdaShape({ pollers: {} }))).toEqual([13.61, 13.61, 13.61]);
    const { lines } = of(aLambdaShape({ pollers: {} }), aLoad(0));
    expect(lines.find(({ item }) => item === "pollers")?.perMonth.assumed).toBeCloseTo(13.505, 6);
  });

  it("costs less the more messages come", () => {
    const polls = (perSecond: number) =>
      of(aLambdaShape(), aLoad(perSecond)).lines.find(({ item }) => item === "idle-polls")?.perMonth.assumed ?? 0;
    expect([0, 0.01, 0.1, 1, 10].map((rate) => Math.round(polls(rate) * 1e4) / 1e4)).toEqual([
      0.1051, 0.0951, 0.0387, 0, 0,
    ]);
  });

  it("costs nothing where a topic is the source, but what its secrets do", () => {
    expect(idle(aRunShape())).toEqual([0, 0, 0]);
    expect(idle(aRunShape({ secrets: 2 }))).toEqual([0.12, 0.12, 0.12]);
  });
});

describe("requests of a queue", () => {
  it("move with how full a receive is: that alone makes most of the range", () => {
    const { low, assumed, high } = of(aLambdaShape(), aLoad(10_000)).perMillion?.cost ?? {
      low: 0,
      assumed: 0,
      high: 0,
    };
    expect([low, assumed].map(three)).toEqual([0.154, 0.155]);
    expect(high).toBeGreaterThan(0.5);
  });

  it("are counted again for each 64 KB, on receiving and on sending", () => {
    const large = aLoad(10_000, { bodyBytes: 102_400 });
    expect([perMillion(queueToQueue(), "receive", large), perMillion(queueToQueue(), "send", large)]).toEqual([
      0.64, 0.64,
    ]);
    expect([perMillion(queueToQueue(), "receive"), perMillion(queueToQueue(), "send")]).toEqual([0.04, 0.04]);
  });

  it("cost a quarter more on a FIFO queue, in batches of 10", () => {
    const fifo = aLambdaShape({ source: aQueue({ fifo: true }), batch: { maxMessages: 10, windowSeconds: 0 } });
    expect(three(of(fifo, aLoad(10_000)).perMillion?.cost.assumed ?? 0)).toBe(0.202);
  });

  it("cost a fee more where messages have a tenant", () => {
    expect(perMillion(aLambdaShape(), "fair", aLoad(10_000, { tenants: true }))).toBe(0.02);
    expect(
      perMillion(aLambdaShape({ source: aQueue({ fifo: true }) }), "fair", aLoad(1, { tenants: true })),
    ).toBeUndefined();
  });

  it("are one per message from FIFO to FIFO, since a group's messages never share one", () => {
    const fifo = aLambdaShape({
      source: aQueue({ fifo: true }),
      targets: [aQueue({ fifo: true })],
      batch: { maxMessages: 10, windowSeconds: 0 },
    });
    const send = of(fifo, aLoad(10_000)).lines.find(({ item }) => item === "send")?.amount;
    expect([send?.low, send?.assumed, send?.high].map((amount) => (amount ?? 0) / 26_280e6)).toEqual([0.1, 1, 1]);
  });

  it("ask for a data key every five minutes where a key encrypts the queue", () => {
    const keyed = aLambdaShape({ source: aQueue({ kmsKey: "arn" }), targets: [aQueue({ kmsKey: "arn" })] });
    const line = of(keyed).lines.find(({ item }) => item === "kms");
    expect([line?.amount.low, line?.amount.assumed, line?.amount.high]).toEqual([26_280, 26_280, 131_400]);
    expect(items(aLambdaShape())).not.toContain("kms");
  });
});

describe("pushes", () => {
  it("cost a request each, and time in steps of 100 ms", () => {
    const sparse = of(aRunShape(), aLoad(0.001));
    const seconds = sparse.lines.find(({ item }) => item === "run-cpu")?.amount.assumed ?? 0;
    expect(perMillion(aRunShape(), "run-requests")).toBe(0.4);
    expect(three(seconds / sparse.messagesPerMonth)).toBe(0.1);
  });

  it("write a request log that costs more than all else, unless it is excluded", () => {
    const logged = (platform: boolean) => perMillion(aRunShape({ logs: { ...SILENT, platform } }), "logs");
    expect([logged(true), logged(false)]).toEqual([0.56, 0.001]);
  });

  it("write Hopspan's own summary once per message, where a batch of a queue writes it once", () => {
    const logs = { ...SILENT, summaries: true };
    expect([perMillion(aRunShape({ logs }), "logs"), perMillion(aLambdaShape({ logs }), "logs")]).toEqual([
      0.327, 0.001,
    ]);
  });

  it("write a summary now and then where an instance gathers them", () => {
    const logs = { ...SILENT, summaries: true, summarySeconds: 10 };
    expect(perMillion(aRunShape({ logs }), "logs")).toBe(0.001);
  });

  it("count 1,000 bytes at least, while a publish counts them for its whole batch", () => {
    const tiny = aLoad(10_000, { bodyBytes: 10 });
    expect(perMillion(aRunShape(), "delivery", tiny)).toBe(three((1_000 * 40e6) / 2 ** 40));
    expect(perMillion(aLambdaShape(), "publish", tiny)).toBe(three((200 * 40e6) / 2 ** 40));
  });
});

describe("bytes", () => {
  it("out of AWS are gzipped, out of Google Cloud to a queue they are not", () => {
    expect([perMillion(aLambdaShape(), "aws-egress"), perMillion(aRunShape(), "google-egress")]).toEqual([
      0.027, 0.144,
    ]);
  });

  it("within a region are free, and cost where a target is in another", () => {
    expect(items(queueToQueue())).toEqual([
      "receive",
      "delete",
      "idle-polls",
      "lambda-requests",
      "lambda-time",
      "send",
      "logs",
    ]);
    expect(perMillion(queueToQueue({ region: "us-east-1" }), "aws-region")).toBe(0.033);
    expect(items(topicToTopic())).toEqual(["delivery", "run-requests", "run-cpu", "run-memory", "publish", "logs"]);
    expect(perMillion(topicToTopic({ ordered: true, region: "us-central1" }), "google-region")).toBe(0.023);
  });

  it("are counted again by transforms of Pub/Sub's own, and by what lands without a function", () => {
    expect(perMillion(topicToTopic({ udfs: 1 }), "udf")).toBe(perMillion(topicToTopic(), "publish"));
    expect(perMillion(aRunShape({ source: aTopic({ udfs: 2 }) }), "udf")).toBe(0.088);
    expect(perMillion(topicToTopic({ landing: "bigquery" }), "export")).toBe(0.055);
    // A key is put into each row by Pub/Sub itself, for as much as publishing it.
    expect(items(topicToTopic({ landing: "bigquery" }))).not.toContain("udf");
    expect(perMillion(topicToTopic({ landing: "keyed" }), "udf")).toBe(0.044);
  });
});

describe("a topic that keeps", () => {
  it("is paid for what is in it at any time, whoever has sent it, and for nothing while nothing comes", () => {
    const load = aLoad(100);
    // 100/s of 1,174 bytes for a day, at $0.27 for each GiB that is there for a month.
    const month = (100 * 1_174 * 86_400 * 0.27) / 2 ** 30;
    const perMonth = three(month / 262.8);
    expect(perMillion(topicToTopic({ retentionSeconds: 86_400 }), "retention", load)).toBe(perMonth);
    expect(perMillion(aRunShape({ source: aTopic({ retentionSeconds: 86_400 }) }), "retention", load)).toBe(perMonth);
    expect(items(topicToTopic())).not.toContain("retention");
    const [link] = estimate([{ shape: topicToTopic({ retentionSeconds: 86_400 }), load }], standardPrices()).links;
    expect(link?.idle.assumed).toBe(0);
  });
});

describe("a splitter", () => {
  it("sends once per target, and takes once", () => {
    const split = aLambdaShape({ targets: [aQueue(), aQueue(), aQueue()] });
    expect([perMillion(split, "receive"), perMillion(split, "send")]).toEqual([0.04, 0.12]);
  });
});

describe("a splitter to queues of both kinds", () => {
  it("has a line for each, since each has its price", () => {
    const { lines } = of(aLambdaShape({ targets: [aQueue(), aQueue({ fifo: true })] }));
    expect(lines.flatMap(({ item, label, price }) => (item === "send" ? [[label, price]] : []))).toEqual([
      ["SQS sends", "sqs.standard"],
      ["SQS sends, FIFO", "sqs.fifo"],
    ]);
  });
});

describe("a filter", () => {
  it("sends what it lets through, and pays for all that it takes", () => {
    const load = aLoad(10_000, { sentPerMessage: 0.1 });
    expect([perMillion(aLambdaShape(), "receive", load), perMillion(aLambdaShape(), "publish", load)]).toEqual([
      0.04, 0.004,
    ]);
  });
});
