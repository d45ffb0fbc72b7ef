import { describe, expect, it } from "vitest";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import { renderCost } from "../../../infra/cost/render.ts";
import { costReport, MODEL } from "../../../infra/cost/report.ts";
import { aLambdaShape, aLoad, aRunShape } from "../../support/a-cost-shape.ts";

const list = standardPrices();
const now = new Date("2026-11-25T10:00:00Z");

describe("renderCost", () => {
  it("writes a table per link, its reasons and advice, the sums and the prices", () => {
    const links = [{ shape: aLambdaShape(), load: aLoad(100) }];
    const fabric = { alarms: 3, dashboards: 0, customMetrics: 0, alertConditions: 1 };
    expect(renderCost(costReport(links, list, now, fabric))).toEqual([
      `cost, in US dollars: ${MODEL}.`,
      "",
      "shop/export: sqs-to-pubsub, 100/s of 1,024 bytes, 263 M messages a month",
      "  item                         used a month  $ month       low to high  $/million",
      "  SQS receives               131 M requests     52.6       10.5 to 105      0.200",
      "  SQS deletes               26.3 M requests     10.5              10.5     0.0400",
      "  Lambda requests           5.26 M requests     1.05      1.05 to 2.63     0.0040",
      "  Lambda time                   45,123 GB-s    0.602     0.392 to 1.96     0.0023",
      "  Pub/Sub publish                    319 GB     11.6              11.6     0.0442",
      "  bytes out of AWS                  80.8 GB     7.27      7.22 to 7.76     0.0277",
      "  logs                              13.1 MB   0.0066  0.0066 to 0.0187    <0.0001",
      "  sum                                           83.6       41.3 to 140      0.318",
      "  after free parts                              74.7       32.7 to 129      0.284",
      "  floor: no design is less                      39.8              39.8      0.151",
      "  idle: no message at all                      0.105    0.105 to 0.263          -",
      "  not known: messages per receive, by that alone $41.6 to 136 a month: 1 to 10, and no page says how full Lambda's receives are at which rate",
      "  not known: pollers of a quiet queue, by that alone $83.6 to 86.0 a month: Lambda starts with 5 and falls to 2; how soon is not said",
      "  faster: latency: low costs $80.4 a month (5.63 to 187): messages wait up to 1 s less for their batch",
      "",
      "the whole fabric                             $ month    low to high",
      "CloudWatch alarms                              0.300          0.300",
      "Google alert conditions                        0.100      0 to 1.50",
      "everything                                      84.0    41.6 to 141",
      "after free parts, if nothing else uses them     74.8    32.7 to 130",
      "floor of all links                              39.8           39.8",
      "idle: no message at all                        0.505  0.405 to 2.06",
      "",
      "prices and free parts used, with their dates",
      "  V (vendor's page, or a copy): free cloudwatch-logs 2026-11, free cloudwatch-alarms 2026-11",
      "  V* (copy of a vendor's price list): lambda.gb-seconds 2026-09-19, lambda.requests 2026-09-19, pubsub.publish 2026-09-20, free lambda-requests 2026-09-19, free lambda-gb-seconds 2026-09-19, free pubsub 2026-09-20",
      "  S (secondary): aws.egress 2026-06, cloudwatch.logs 2026-06, sqs.standard 2026-06, free sqs 2026-06, free aws-egress 2026-06",
      "  U (no source): cloudwatch.alarms 2026-11, google.alert-conditions 2026-11",
      "warning: 5 of the 15 prices and free parts used here are older than 90 days on 2026-11-25; the oldest is aws.egress, of 2026-06: see docs/cost.md for how to refresh them",
    ]);
  });

  it("has no figures per million where no message comes", () => {
    const lines = renderCost(costReport([{ shape: aLambdaShape(), load: aLoad(0) }], list, now));
    expect(lines.find((line) => line.startsWith("  SQS empty receives"))).toMatch(/263 k|262,800.*-$/);
  });

  it("says what bursts there are, and that what is faster costs", () => {
    const load = aLoad(1, { burstPerSecond: 1_000 });
    const shape = aLambdaShape({ batch: { maxMessages: 10, windowSeconds: 0 } });
    const lines = renderCost(
      costReport(
        [
          { shape, load },
          { shape: aRunShape(), load },
        ],
        list,
        now,
      ),
    );
    expect(lines[2]).toBe(
      "shop/export: sqs-to-pubsub, 1/s of 1,024 bytes in bursts of 1,000/s, 2.63 M messages a month",
    );
    expect(lines.find((line) => line.startsWith("  cheaper: "))).toMatch(/^ {2}cheaper: latency: normal saves /);
    expect(lines.find((line) => line.startsWith("  faster: "))).toMatch(
      /^ {2}faster: function.pollers: .* costs \$13\./,
    );
    expect(lines.filter((line) => line.startsWith("  note: "))).not.toEqual([]);
  });
});
