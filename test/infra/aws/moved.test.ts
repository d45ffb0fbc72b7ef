import { describe, expect, it } from "vitest";
import { deployment } from "../../../shared/fabric/deployment/deployment.ts";
import { inventory } from "../../../shared/fabric/deployment/inventory.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";
import { synthesize } from "./a-synth.ts";

const gcp = { project: "retail-analytics", projectNumber: "123456789012", region: "europe-west1" };
const endpoints = {
  near: queue("near"),
  next: queue("next"),
  far: { sqs: "far", region: "us-east-1" },
  further: { sqs: "further", region: "us-east-1" },
  feed: topic("feed"),
};
const fabric = (hops: object) => aFabric(endpoints, hops, { gcp });
const stays = { from: "far", to: "further" };

/** Which stacks come first, where a fabric was deployed with these hops before. */
async function order(before: object, after: object) {
  const made = inventory(await deployment(fabric(before)));
  const stacks = await synthesize(fabric(after), { made });
  return Object.fromEntries(stacks.map((stack) => [stack.name, stack.after]));
}

describe("a hop that reads in another region than before", () => {
  it("is made there once the old one is gone, since its role keeps its name", async () => {
    const [there, here] = [
      { on: { from: "far", to: "further" }, stays },
      { on: { from: "near", to: "next" }, stays },
    ];
    expect(await order(there, here)).toEqual({ retail: ["retail-Stack-us-east-1"], "retail-Stack-us-east-1": [] });
    expect(await order(here, there)).toEqual({ retail: [], "retail-Stack-us-east-1": ["retail"] });
    expect(await order(here, here)).toEqual({ retail: [], "retail-Stack-us-east-1": [] });
  });

  it("is so too where it is in Google Cloud, and its queue in another region", async () => {
    const back = (to: string) => ({ back: { from: "feed", to }, stays });
    expect(await order(back("far"), back("near"))).toEqual({
      retail: ["retail-Stack-us-east-1"],
      "retail-Stack-us-east-1": [],
    });
  });

  it("is made in any order where two change places", async () => {
    const one = { on: { from: "far", to: "further" }, off: { from: "near", to: "next" } };
    const two = { on: { from: "near", to: "next" }, off: { from: "far", to: "further" } };
    const after = await order(one, two);
    expect(Object.values(after).flat()).toHaveLength(1);
  });
});
