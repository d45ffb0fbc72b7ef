import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/fabric/compile.ts";
import { staged } from "../../../shared/fabric/staged.ts";
import { aFabric, queue, topic } from "./a-fabric.ts";

const fabric = aFabric(
  {
    orders: queue("orders.fifo"),
    theirs: { sqs: "theirs", existing: true },
    feed: { ...topic("feed"), schema: "order-row", landsIn: { bigquery: { table: "shop.orders" } } },
    shared: { ...topic("shared"), landsIn: { bigquery: { table: "all.orders", existing: true } } },
    files: { ...topic("files"), landsIn: { gcs: { bucket: "files" } } },
  },
  { export: { from: "orders", to: ["feed", "theirs"] }, more: { from: "feed", to: ["shared", "files"] } },
);

/** Every name that a cloud would be asked to make. */
const madeNames = (stage?: string) => {
  const { endpoints, links } = compile(staged(fabric, stage));
  const made = endpoints.filter(({ role }) => role !== "existing");
  return [
    ...made.map((each) => (each.broker === "sqs" ? each.queue : each.topic)),
    ...links.map(({ name }) => name),
    ...links.flatMap((link) => ("subscription" in link ? [link.subscription] : [])),
  ];
};

describe("a stage", () => {
  it("is the fabric itself where there is none", () => {
    expect(staged(fabric, undefined)).toBe(fabric);
  });

  it("shares no name with another stage", () => {
    const names = [madeNames(), madeNames("test"), madeNames("prod")];
    expect(new Set(names.flat()).size).toBe(names.flat().length);
  });

  it("makes nothing that another fabric in another stage makes, however the names are cut into words", () => {
    const named = (name: string, stage?: string) =>
      compile(staged({ ...fabric, name }, stage)).links.map(({ deadLetters }) =>
        deadLetters.broker === "sqs" ? deadLetters.queue : deadLetters.topic,
      );
    const all = [named("shop"), named("shop", "eu-prod"), named("shop-eu", "prod"), named("shop-eu-prod")].flat();
    expect(new Set(all).size).toBe(4 * new Set(named("shop")).size);
  });

  it("stands behind the name of what is made, before the ending of a FIFO queue", () => {
    const { name, endpoints } = staged(fabric, "eu-2");
    expect(name).toBe("retail-at-eu-2");
    expect(
      [...endpoints.values()].map(({ endpoint: each }) => (each.broker === "sqs" ? each.queue : each.topic)),
    ).toEqual(["orders-at-eu-2.fifo", "theirs", "feed-at-eu-2", "shared-at-eu-2", "files-at-eu-2"]);
    expect([...endpoints.values()].flatMap(({ settings }) => settings.landing ?? [])).toEqual([
      { bigquery: { table: "shop_at_eu_2.orders" } },
      { bigquery: { table: "all.orders", existing: true } },
      { gcs: { bucket: "files-at-eu-2" } },
    ]);
  });

  it("has a state of its own, wherever the file keeps it", () => {
    const stateOf = (state: object) => staged(aFabric({}, {}, { state }), "prod").ground.state;
    const { gcs, s3 } = { gcs: { bucket: "states" }, s3: { bucket: "states", region: "eu-west-1" } };
    expect([stateOf({ gcs }), stateOf({ s3 })]).toEqual([{ gcs }, { s3 }]);
    expect(stateOf({ gcs: { ...gcs, prefix: "a/b" } })).toEqual({ gcs: { ...gcs, prefix: "a/b-at-prod" } });
    expect(stateOf({ s3: { ...s3, key: "a.b/c.tfstate" } })).toEqual({ s3: { ...s3, key: "a.b/c-at-prod.tfstate" } });
    expect(stateOf({ local: "../a.b/state" })).toEqual({ local: "../a.b/state-at-prod" });
    expect(staged(fabric, "prod").ground).toEqual(fabric.ground);
  });
});
