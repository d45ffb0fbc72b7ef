import { describe, expect, it } from "vitest";
import { changes } from "../../../infra/plan/changes.ts";
import { takenAlong } from "../../../infra/plan/hanging.ts";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const fed = { sqs: "orders", fedBy: { s3: { bucket: "shop-uploads" } } };
const endpoints = { orders: fed, feed: topic("feed"), copy: queue("copy"), inbox: queue("inbox") };
const hops = { spread: { from: "orders", to: ["feed", "copy"] }, back: { from: "feed", to: "inbox" } };
const of = async (all: object, joined: object) => inventory(await deployment(aFabric(all, joined)));

describe("what goes along with an endpoint that goes", () => {
  it("is its dead letters and its feed, and every part of the hops that read it", async () => {
    const { feed, copy, inbox } = endpoints;
    const after = await of({ feed, copy, inbox }, { back: hops.back });
    const along = takenAlong(changes({ made: await of(endpoints, hops), begun: {} }, after));
    expect([...along.keys()]).toEqual(["aws/queue/111122223333/eu-west-1/orders"]);
    const names = [...along.values()].flat().map((address) =>
      address
        .split("/")
        .filter((_, at) => at === 1 || at > 3)
        .join(" "),
    );
    expect(names).toEqual(
      expect.arrayContaining([
        "feed orders",
        "queue retail--orders--dead",
        "queue retail--spread--to--feed",
        "function retail--spread--split",
        "event-source retail--spread--feed",
        "role retail--spread--copy",
      ]),
    );
    expect(names.filter((name) => name.includes("back"))).toEqual([]);
  });

  it("is also each hop that sends there, and nothing where all its hops stay", async () => {
    const { orders, feed, inbox } = endpoints;
    const made = await of(endpoints, hops);
    const less = changes({ made, begun: {} }, await of({ orders, feed, inbox }, { back: hops.back }));
    expect([...takenAlong(less).keys()]).toEqual(["aws/queue/111122223333/eu-west-1/copy"]);
    expect([...takenAlong(less).values()].flat()).toContain("aws/function/111122223333/eu-west-1/retail--spread--copy");
    expect(takenAlong(changes({ made, begun: {} }, made)).size).toBe(0);
  });
});
