import { describe, expect, it } from "vitest";
import { forSoundFabrics } from "../../../support/arbitrary-fabric.ts";
import { aHalf, type Half, halfOf } from "../a-half.ts";

const ends = { scores: { pubsub: "scores" }, inbox: { sqs: "inbox" }, copy: { pubsub: "copy" } };
const hops = {
  return: { from: "scores", to: "inbox" },
  fast: { from: "scores", to: "copy", latency: "low", maxAge: "2m" },
};

interface Threshold {
  readonly filter: string;
  readonly threshold_value: number;
}

const policies = ({ of }: Half) => of("google_monitoring_alert_policy");
const conditionsOf = <Condition>(half: Half, id: string): readonly Condition[] => {
  const { conditions } = policies(half)[id] ?? { conditions: [] };
  return conditions as readonly Condition[];
};
const thresholds = (half: Half, id: string) =>
  conditionsOf<{ readonly condition_threshold: Threshold }>(half, id).map(
    ({ condition_threshold: { filter, threshold_value } }) => `${filter} > ${threshold_value}`,
  );
/** The subscriptions that a kind of alarm looks at. */
const watched = (half: Half, kind: RegExp) =>
  Object.entries(policies(half))
    .filter(([id]) => kind.test(id))
    .flatMap(([, { conditions }]) =>
      JSON.stringify(conditions)
        .matchAll(/one_of\(([^)]*)\)/g)
        .toArray(),
    )
    .flatMap(([, names = ""]) => names.replaceAll(/[\\"]/g, "").split(","));

describe("an age alarm", () => {
  it("holds each hop's oldest message against the hop's own budget", async () => {
    const half = await aHalf(ends, hops);
    const age = 'metric.type="pubsub.googleapis.com/subscription/oldest_unacked_message_age"';
    const of = (name: string) =>
      `${age} AND resource.type="pubsub_subscription" AND resource.labels.subscription_id=one_of("${name}")`;
    expect(thresholds(half, "alarm_age_900")).toEqual([`${of("retail--return")} > 900`]);
    expect(thresholds(half, "alarm_age_120")).toEqual([`${of("retail--fast")} > 120`]);
    expect(policies(half)["alarm_age_120"]).toMatchObject({
      display_name: "retail: a message waits for more than 2m",
      user_labels: { fabric: "retail" },
    });
  });

  it("misses no subscription of any fabric, nor does a dead-letter alarm miss any keeper", async () => {
    await forSoundFabrics(async (fabric) => {
      const half = await halfOf(fabric);
      const { subscriptions, landings, topics } = half.deployment;
      const all = [...subscriptions.map(({ name }) => name), ...landings.map(({ subscription }) => subscription)];
      expect(watched(half, /^alarm_age/).toSorted()).toEqual(all.toSorted());
      const keepers = topics.flatMap(({ keeper }) => (keeper === undefined ? [] : [keeper.name]));
      expect(watched(half, /^alarm_dead/).toSorted()).toEqual(keepers.toSorted());
    });
  });

  it("waits for as long as an object is kept open", async () => {
    const lands = { pubsub: "raw", landsIn: { gcs: { bucket: "shop-raw", every: "10m" } } };
    const half = await aHalf({ orders: { sqs: "orders" }, raw: lands }, { export: { from: "orders", to: "raw" } });
    expect(watched(half, /^alarm_age_1500$/)).toEqual(["retail--raw.lands"]);
  });

  it("is split where a filter could not hold all names", async () => {
    const many = Array.from({ length: 60 }, (_, at) => [`t${at}`, { pubsub: `topic-${at}` }] as const);
    const edges = many.map(([name]) => [`carries-what-comes-from-${name}`, { from: name, to: "inbox" }] as const);
    const half = await aHalf({ inbox: ends.inbox, ...Object.fromEntries(many) }, Object.fromEntries(edges));
    expect(Object.keys(policies(half)).filter((id) => id.startsWith("alarm_age"))).toEqual([
      "alarm_age_900",
      "alarm_age_900_2",
    ]);
    const filters = Object.values(policies(half)).flatMap(
      ({ conditions }) => JSON.stringify(conditions).match(/metric\.type.*?\)/g) ?? [],
    );
    for (const filter of filters) expect(filter.length).toBeLessThan(2_048);
  });
});

describe("an alarm", () => {
  it("reaches every address that the file names, and fills in which subscription it is about", async () => {
    const half = await aHalf(ends, hops, { alarms: { email: ["ops@example.org", "shop@example.org"] } });
    const channels = Object.entries(half.of("google_monitoring_notification_channel"));
    expect(channels.map(([, { type, labels }]) => [type, labels])).toEqual([
      ["email", { email_address: "ops@example.org" }],
      ["email", { email_address: "shop@example.org" }],
    ]);
    expect(policies(half)["alarm_age_900"]?.["documentation"]).toMatchObject({
      // Terraform hands on what has its sign doubled.
      content: expect.stringContaining(`$\${resource.label.subscription_id}`),
    });
    for (const { notification_channels } of Object.values(policies(half))) {
      expect(notification_channels).toEqual(
        channels.map(([id]) => `\${google_monitoring_notification_channel.${id}.id}`),
      );
    }
  });

  it("of pushes tells what never arrived from what failed and what is refused for long", async () => {
    const half = await aHalf(ends, { return: hops.return });
    const conditions = conditionsOf<{
      readonly display_name: string;
      readonly condition_threshold: Threshold & { readonly duration: string };
    }>(half, "alarm_push");
    expect(
      conditions.map(({ display_name, condition_threshold: { filter, duration } }) => [
        display_name,
        filter.split(" AND ").at(-1),
        duration,
      ]),
    ).toEqual([
      ["never reached the function", 'metric.labels.response_class="remote_server_4xx"', "300s"],
      ["failed as a whole", 'metric.labels.response_code="500"', "300s"],
      ["keep being refused", 'metric.labels.response_class!="ack"', "900s"],
    ]);
  });

  it("of reconciliation holds acknowledgements against what functions settled, for three hours", async () => {
    const half = await aHalf(ends, hops);
    const [condition] = conditionsOf<Record<string, unknown>>(half, "alarm_gap");
    const acked =
      'sum(increase(pubsub_googleapis_com:subscription_push_request_count{monitored_resource="pubsub_subscription",response_class="ack",subscription_id=~"retail--return|retail--fast"}[1h]))';
    const settled =
      '(sum(increase(logging_googleapis_com:user_hopspan_retail_settled_sum{monitored_resource="cloud_run_revision"}[1h])) or vector(0))';
    expect(condition?.["condition_prometheus_query_language"]).toEqual({
      query: `abs(${acked} - ${settled}) > 10 + 0.01 * ${acked}`,
      duration: "10800s",
      evaluation_interval: "300s",
      disable_metric_validation: true,
    });
  });
});
