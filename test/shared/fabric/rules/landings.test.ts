import { describe, expect, it } from "vitest";
import { sharedTables } from "../../../../shared/fabric/rules/landings.ts";
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
