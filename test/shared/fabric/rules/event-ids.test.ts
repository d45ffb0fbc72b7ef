import { describe, expect, it } from "vitest";
import { sameEventIds } from "../../../../shared/fabric/rules/event-ids.ts";
import { aFabric, said } from "../a-fabric.ts";

const endpoints = { a: { sqs: "a" }, e: { sqs: "e", format: "cloudevents" }, b: { pubsub: "bbb" } };
const found = (transforms: readonly unknown[], from: string | readonly string[] = "a") =>
  said(sameEventIds(aFabric(endpoints, { hop: { from, to: "b", transforms } })));
const event = (more: object = {}) => ({ "to-cloudevents": { source: "/s", type: "t", ...more } });
const warned = [
  "warning EVENT_IDS: hop hop makes events of what split has divided, all of them with the id of the whole, and whoever takes the same source and id for the same event drops all but one: give its targets a format in place of this step, and each event has an id of its own",
];

describe("events behind a split", () => {
  it("are warned of where all have one id", () => {
    expect(found(["split", event()])).toEqual(warned);
    expect(found(["split", { omit: ["x"] }, event({ mode: "binary" })])).toEqual(warned);
    expect(found(["from-cloudevents", "split", event()])).toEqual(warned);
    expect(found(["split", event()], "e")).toEqual(warned);
    expect(found(["split", event({ mode: "binary" })], ["e", "a"])).toEqual(warned);
  });

  it("pass where each has its own, or there is one", () => {
    expect(found([event()])).toEqual([]);
    expect(found([event(), "split"])).toEqual([]);
    expect(found(["split", "from-cloudevents", event()])).toEqual([]);
    expect(found(["split", event({ extensions: { id: { cel: "body.id" } } })])).toEqual([]);
    expect(found(["split", event({ mode: "binary" })], "e")).toEqual([]);
    expect(found(["from-cloudevents", "split", event({ mode: "binary" })])).toEqual([]);
  });
});
