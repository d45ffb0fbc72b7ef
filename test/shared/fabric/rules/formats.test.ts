import { describe, expect, it } from "vitest";
import { formats, unusableFormats } from "../../../../shared/fabric/rules/formats.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { aFabric, said } from "../a-fabric.ts";

const found = (endpoints: object, hop: object = { from: "a", to: "b" }) => said(formats(aFabric(endpoints, { hop })));
const plain = { a: { sqs: "a" } };

describe("formats", () => {
  it("pass where their endpoint can keep to them", () => {
    expect(found({ a: { sqs: "a", format: "cloudevents" }, b: { sqs: "b", format: "cloudevents-binary" } })).toEqual(
      [],
    );
    const sns = { sns: { topic: "arn:aws:sns:eu-west-1:111122223333:orders" } };
    const b = { pubsub: "bbb", schema: "order-row", format: "cloudevents-binary" };
    expect(found({ a: { sqs: "a", fedBy: sns, format: "cloudevents" }, b })).toEqual([]);
  });

  it("have no whole event held against the schema of its data", () => {
    const b = { pubsub: "bbb", schema: "order-row", format: "cloudevents" };
    const refused = [
      "error FORMAT_SCHEMA: topic b would hold whole events against schema order-row, which is that of their data: write cloudevents-binary, where the data is the body",
    ];
    expect(found({ ...plain, b })).toEqual(refused);
    expect(found({ ...plain, b: { ...b, existing: true } })).toEqual([]);
    expect(found({ ...plain, b: { ...b, existing: true, landsIn: { bigquery: { table: "a.b" } } } })).toEqual(refused);
    expect(found({ ...plain, b: { sqs: "b", schema: "order-row", format: "cloudevents" } })).toEqual([]);
  });

  it.each([
    ["eventBridge", { eventBridge: { source: ["a"] } }],
    ["s3", { s3: { bucket: "shop-uploads" } }],
  ])("are not read from what %s sends", (service, fedBy) => {
    expect(found({ a: { sqs: "a", fedBy, format: "cloudevents" }, b: { sqs: "b" } })).toEqual([
      `error FORMAT_FEED: a is fed by ${service}, whose events are no CloudEvents and would all go to the dead letters: leave its format out, and unwrap them in the hop`,
    ]);
  });

  it("show no more attributes than a queue holds", () => {
    const b = {
      sqs: "b",
      format: { cloudevents: "binary", subject: "s", dataschema: "urn:x", extensions: { tenant: "t", region: "r" } },
    };
    expect(found({ ...plain, b })).toEqual([
      "warning FORMAT_CROWDED: events in b have 10 attributes, with those that hop hop keeps, and a queue shows 9 beside the header: the others are for Hopspan alone to read; name fewer, or write cloudevents, where the event is in the body",
    ]);
    expect(found({ ...plain, b: { ...b, format: { ...b.format, cloudevents: "structured" } } })).toEqual([]);
    const keep = { attributes: { keep: ["ce-type", "x", "y", "z"] } };
    const slim = { sqs: "b", format: "cloudevents-binary" };
    expect(found({ ...plain, b: slim }, { from: "a", to: "b", ...keep })).toEqual([]);
  });

  it("have the last word over a step in another mode", () => {
    const b = { sqs: "b", format: "cloudevents-binary" };
    const hop = (options: object) => ({ from: "a", to: "b", transforms: ["split", { "to-cloudevents": options }] });
    expect(found({ ...plain, b }, hop({ source: "/s", type: "t" }))).toEqual([
      "warning FORMAT_MODE: events reach b in binary mode, as its format says, not as hop hop makes them: leave mode: structured to endpoints without a format",
    ]);
    expect(found({ ...plain, b }, hop({ source: "/s", type: "t", mode: "binary" }))).toEqual([]);
  });

  it("have expressions that parse", async () => {
    const b = { sqs: "b", format: { cloudevents: "binary", subject: { cel: "body.id +" } } };
    const fabric = aFabric({ ...plain, b }, { hop: { from: "a", to: "b" } });
    const [problem, ...more] = await unusableFormats(fabric, transforms);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ severity: "error", code: "EXPRESSION", line: expect.any(Number) });
    expect(problem?.message).toMatch(/^format of b: /);
  });
});
