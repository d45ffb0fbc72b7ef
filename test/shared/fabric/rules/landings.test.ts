import { describe, expect, it } from "vitest";
import { halfExisting, sharedTables } from "../../../../shared/fabric/rules/landings.ts";
import { aFabric, said } from "../a-fabric.ts";

const lands = (name: string, table: string) => ({ pubsub: name, landsIn: { bigquery: { table } } });

describe("a table", () => {
  it("takes the rows of one topic", () => {
    const apart = aFabric({ orders: lands("orders", "shop.orders"), flights: lands("flights", "shop.flights") }, {});
    expect(sharedTables(apart)).toEqual([]);
    const shared = aFabric({ orders: lands("orders", "shop.rows"), flights: lands("flights", "shop.rows") }, {});
    expect(said(sharedTables(shared))).toEqual([
      "error SAME_TABLE: table shop.rows is where orders lands already: name another",
    ]);
  });
});

describe("a dataset or a bucket", () => {
  const inDataset = (name: string, existing: boolean) => ({
    pubsub: name,
    landsIn: { bigquery: { table: `shop.${name}`, existing } },
  });
  const inBucket = (name: string, existing: boolean) => ({
    pubsub: name,
    landsIn: { gcs: { bucket: "shop", existing } },
  });

  it("is there for all topics that land in it, or made for all of them", () => {
    const made = aFabric({ orders: inDataset("orders", false), flights: inDataset("flights", false) }, {});
    const there = aFabric({ orders: inBucket("orders", true), flights: inBucket("flights", true) }, {});
    // A dataset and a bucket may have the same name.
    const apart = aFabric({ orders: inBucket("orders", true), flights: inDataset("flights", false) }, {});
    expect([made, there, apart].flatMap(halfExisting)).toEqual([]);
    const both = aFabric({ orders: inDataset("orders", true), flights: inDataset("flights", false) }, {});
    expect(said(halfExisting(both))).toEqual([
      "error HALF_EXISTING: dataset shop is there already for orders, and made for flights: write existing: true at both, or at neither",
    ]);
    const other = aFabric({ orders: inBucket("orders", false), flights: inBucket("flights", true) }, {});
    expect(said(halfExisting(other))).toEqual([
      "error HALF_EXISTING: bucket shop is there already for flights, and made for orders: write existing: true at both, or at neither",
    ]);
  });
});
