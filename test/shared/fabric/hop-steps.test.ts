import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/fabric/compile.ts";
import type { TransformStep } from "../../../shared/fabric/link.ts";
import { aFabric } from "./a-fabric.ts";

const orders = { sqs: "orders", schema: "order-row" };
const flights = { sqs: "flights", schema: "flight-row" };
const inbox = { sqs: "inbox" };
const feed = { pubsub: "feed", schema: "order-row" };

const shown = ({ name, options = name }: TransformStep) => options;
const links = (hop: object) =>
  Object.fromEntries(
    compile(aFabric({ orders, flights, inbox, feed }, { hop: { transforms: ["split"], ...hop } })).links.map(
      ({ name, transforms, endings = [] }) => [
        name.replace("retail/", ""),
        [...transforms.map(shown), ...endings.map((steps) => steps.map(shown))],
      ],
    ),
  );

describe("the schemas of a hop's endpoints", () => {
  it("are held against what comes in, where the hop says nothing", () => {
    expect(links({ from: "orders", to: "feed" })).toEqual({ hop: ["order-row", "split"] });
  });

  it.each([
    ["in", ["flight-row", "split"]],
    ["out", ["split", "order-row"]],
    ["both", ["flight-row", "split", "order-row"]],
    ["none", ["split"]],
  ])("are held against bodies where the hop says %s", (validate, steps) => {
    expect(links({ from: "flights", to: "feed", validate })).toEqual({ hop: steps });
  });

  it("ask for nothing where an endpoint names none", () => {
    expect(links({ from: "inbox", to: "feed" })).toEqual({ hop: ["split"] });
  });

  it("count once before a splitter, and for each target behind it", () => {
    expect(links({ from: "orders", to: ["feed", "inbox", "flights"], validate: "both" })).toEqual({
      "hop.split": ["order-row", "split"],
      "hop.feed": ["order-row"],
      "hop.inbox": [],
      "hop.flights": ["flight-row"],
    });
  });

  it("are those of each source and of each target among which a hop chooses", () => {
    const route = [{ when: "body.a", to: "inbox" }, { to: "flights" }];
    expect(links({ from: ["orders", "feed"], route, validate: "both" })).toEqual({
      "hop.orders": ["order-row", "split", [], ["flight-row"]],
      "hop.feed": ["order-row", "split", [], ["flight-row"]],
    });
  });
});
