import { describe, expect, it } from "vitest";
import { faultPlaces } from "../../../../infra/local/faults/fault-places.ts";
import { compile } from "../../../../shared/fabric/compile.ts";
import { parseFabric } from "../../../../shared/fabric/read.ts";

describe("where faults can be", () => {
  it("is at each endpoint of a fabric, its dead letters among them", () => {
    const fabric = parseFabric(
      `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints: { orders: { sqs: orders }, feed: { pubsub: order-feed } }
hops: { there: { from: orders, to: feed } }
`,
      "fabric.yaml",
    );
    const arn = (queue: string) => ({ broker: "sqs", name: `arn:aws:sqs:eu-west-1:111122223333:${queue}` });
    const places = faultPlaces(compile(fabric).endpoints);
    expect(places.get("orders")).toEqual(arn("orders"));
    expect(places.get("feed")).toEqual({ broker: "pubsub", name: "projects/shop-project/topics/order-feed" });
    expect(places.get("orders.dead")?.broker).toBe("sqs");
  });
});
