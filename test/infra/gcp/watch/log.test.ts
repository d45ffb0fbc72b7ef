import { describe, expect, it } from "vitest";
import { aHalf } from "../a-half.ts";

const ends = {
  scores: { pubsub: "scores" },
  inbox: { sqs: "inbox" },
  orders: { sqs: "orders" },
  feed: { pubsub: "feed" },
};
const hops = { return: { from: "scores", to: "inbox" }, export: { from: "orders", to: "feed" } };

describe("the log of a fabric", () => {
  it("leaves out the platform's line for each push that went well, of the fabric's own services", async () => {
    const { of } = await aHalf(ends, hops);
    expect(of("google_logging_project_exclusion")["requests"]).toMatchObject({
      name: "hopspan-retail-requests",
      filter:
        'resource.type="cloud_run_revision" AND logName="projects/retail-analytics/logs/run.googleapis.com%2Frequests" AND httpRequest.status<400 AND resource.labels.service_name=("retail--return")',
    });
  });

  it("is counted by what functions say of themselves, in two metrics however many hops there are", async () => {
    const { of } = await aHalf(ends, hops);
    const { settled, failures, ...more } = of("google_logging_metric");
    expect(more).toEqual({});
    expect(settled).toMatchObject({
      name: "hopspan-retail-settled",
      filter: 'resource.type="cloud_run_revision" AND jsonPayload.link=~"^retail/" AND jsonPayload.event="summary"',
      value_extractor: "EXTRACT(jsonPayload.settled)",
      label_extractors: { link: "EXTRACT(jsonPayload.link)" },
    });
    expect(Object.keys(failures?.["label_extractors"] as object)).toEqual(["code", "link", "outcome"]);
  });

  it("needs neither where no function runs in Google Cloud", async () => {
    const { of } = await aHalf({ orders: ends.orders, feed: ends.feed }, { export: hops.export });
    expect([of("google_logging_metric"), of("google_logging_project_exclusion")]).toEqual([{}, {}]);
    expect(Object.keys(of("google_monitoring_alert_policy"))).toEqual([]);
  });
});

describe("the dashboard", () => {
  const tilesOf = (json: unknown) =>
    (JSON.parse(String(json)) as { mosaicLayout: { tiles: { yPos?: number; widget: { title: string } }[] } })
      .mosaicLayout.tiles;

  it("has a row for each hop that touches Google Cloud, and for each landing", async () => {
    const lands = { ...ends.feed, landsIn: { bigquery: { table: "shop.raw" } } };
    const { of } = await aHalf({ ...ends, feed: lands }, hops);
    const tiles = tilesOf(of("google_monitoring_dashboard")["dashboard"]?.["dashboard_json"]);
    expect(tiles.map(({ yPos = 0, widget }) => `${yPos} ${widget.title}`)).toEqual([
      "0 retail/return: oldest waiting message, in seconds",
      "0 retail/return: pushes a second, by answer",
      "0 retail/return: failures a second, by code",
      "12 retail/export: messages a second, as feed takes them",
      "24 feed lands: oldest waiting message, in seconds",
      "24 feed lands: messages that wait",
    ]);
  });

  it("goes on in a second one where it would be too long", async () => {
    const many = Array.from({ length: 34 }, (_, at) => [`t${at}`, { pubsub: `topic-${at}` }] as const);
    const edges = many.map(([name]) => [`hop-${name}`, { from: name, to: "inbox" }] as const);
    const { of } = await aHalf({ inbox: ends.inbox, ...Object.fromEntries(many) }, Object.fromEntries(edges));
    const boards = Object.values(of("google_monitoring_dashboard"));
    expect(boards.map(({ dashboard_json }) => tilesOf(dashboard_json).length)).toEqual([99, 3]);
  });
});
