import { describe, expect, it } from "vitest";
import { aFullFabric } from "../infra/aws/a-full-fabric.ts";
import { synthesize } from "../infra/aws/a-synth.ts";
import { aHalf } from "../infra/gcp/a-half.ts";
import { pages } from "./pages.ts";

const text = pages.get("docs/operating.md") ?? "";

describe("the page on operating", () => {
  it("says of every alarm in AWS what to do", async () => {
    const names = (await synthesize(aFullFabric())).flatMap(({ name: stack, resources }) =>
      Object.values(resources)
        .filter(({ Type }) => Type === "AWS::CloudWatch::Alarm")
        .map(({ Properties }) => String(Properties["AlarmName"]).slice(stack.length)),
    );
    const kinds = [...new Set(names.map((name) => name.replace(/-[0-9]+$/, "")))].toSorted();
    const told = [...text.matchAll(/^\| `\.\.\.(-[a-z-]+)-1` /gm)].map(([, kind = ""]) => kind);
    expect(told.toSorted()).toEqual(kinds);
  });

  it("says of every alarm in Google Cloud what to do", async () => {
    const endpoints = { feed: { pubsub: "feed" }, inbox: { sqs: "inbox" } };
    const { of } = await aHalf(endpoints, { back: { from: "feed", to: "inbox" } });
    const titles = Object.values(of("google_monitoring_alert_policy")).map((policy) => String(policy["display_name"]));
    const told = [...text.matchAll(/^\| `FABRIC(: [^`]+)` /gm)].map(([, title = ""]) => `retail${title}`);
    expect(told.toSorted()).toEqual(titles.toSorted());
  });

  it("names pool and provider of the 30 days as terraform does", async () => {
    const endpoints = { orders: { sqs: "orders" }, feed: { pubsub: "feed" } };
    const { all, said } = await aHalf(endpoints, { out: { from: "orders", to: "feed" } });
    const addresses = [...all.keys()].filter((address) => address.startsWith("google_iam_workload_identity_pool"));
    expect(addresses).toHaveLength(2);
    for (const address of addresses) expect(text).toContain(`terraform import ${address} $POOL`);
    const { workload_identity_pool_id: pool } = all.get("google_iam_workload_identity_pool.pool") ?? {};
    expect(text).toContain(`/workloadIdentityPools/${said(pool)}\n`);
  });
});
