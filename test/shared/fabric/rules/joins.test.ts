import { describe, expect, it } from "vitest";
import { z } from "zod";
import { joins, misjoinedSchemas, unusableJoins } from "../../../../shared/fabric/rules/joins.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const ends = { a: queue("a"), b: queue("b"), t: topic("ttt") };
const fabricOf = (hop: object, endpoints: object = {}) =>
  aFabric({ ...ends, ...endpoints }, { h: { from: "a", to: "b", batch: {}, ...hop } });
const found = (hop: object, endpoints?: object) => said(joins(fabricOf(hop, endpoints)));

describe("joins", () => {
  it("pass from a queue", () => {
    expect(found({})).toEqual([]);
    expect(found({ batch: { maxMessages: 100, as: "ndjson", attributes: "inside" } })).toEqual([]);
  });

  it("have more than one message to join", () => {
    expect(found({ from: "t" })).toEqual([
      "warning JOIN_ALONE: nothing is joined from t: a topic pushes one message at a time; lead it into a queue first, and batch in a hop from there",
    ]);
    expect(found({ from: "t", transforms: ["split"] })).toEqual([]);
    expect(found({ from: "t", transforms: ["split"], batch: undefined })).toEqual([]);
  });

  it("are told how many messages come at a time", () => {
    const few = (most: number) => `note JOIN_FEW: hop h joins at most ${most} messages of a: no more come at a time`;
    expect(found({ batch: { maxMessages: 101 } })).toEqual([few(100)]);
    expect(found({ batch: { maxMessages: 11 }, latency: "low" })).toEqual([few(10)]);
    expect(found({ batch: { maxMessages: 11 } }, { a: queue("a.fifo") })).toEqual([few(10)]);
    expect(found({ batch: { maxMessages: 101 }, transforms: ["split"] })).toEqual([]);
  });

  it("don't lose what tells events apart", () => {
    const events = { a: { sqs: "a", format: "cloudevents" } };
    const told = (what: string) => [
      `warning JOIN_EVENTS: events of a differ in their ce-id, so that ${what} it: give b the format cloudevents, write attributes: inside, or take the data alone by from-cloudevents: { context: drop }`,
    ];
    expect(found({}, events)).toEqual(told("none are joined to keep"));
    expect(found({ batch: { attributes: "drop" } }, events)).toEqual(told("joined ones lose"));
    expect(found({ batch: { attributes: "inside" } }, events)).toEqual([]);
    expect(found({ transforms: [{ "from-cloudevents": { context: "drop" } }] }, events)).toEqual([]);
    expect(found({}, { ...events, b: { sqs: "b", format: "cloudevents" } })).toEqual([]);
  });

  it.each([
    ["lines", { as: "ndjson" }, "cloudevents"],
    ["tables", { attributes: "inside" }, "cloudevents"],
    ["events in binary mode", {}, "cloudevents-binary"],
  ])("make a batch of CloudEvents as these have it, not of %s", (_, batch, format) => {
    expect(found({ batch }, { b: { sqs: "b", format } })).toEqual([
      "error JOIN_EVENTS: events can't be joined so for b: a batch of CloudEvents is a list of structured ones; give it the format cloudevents, and let hop h join as: json-array, without attributes: inside",
    ]);
  });

  it("have expressions that parse", async () => {
    expect(await unusableJoins(fabricOf({ batch: { by: "body.a" } }), transforms)).toEqual([]);
    const [problem] = await unusableJoins(fabricOf({ batch: { by: "body.a +" } }), transforms);
    expect(problem).toMatchObject({ severity: "error", code: "EXPRESSION", line: expect.any(Number) });
    expect(problem?.message).toMatch(/^batch of hop h: /);
  });

  it("fit the schema of their target", async () => {
    const table = {
      row: async () => z.object({ id: z.string() }),
      rows: async () => z.array(z.object({ id: z.string() })),
      broken: () => Promise.reject(new Error("no")),
    };
    const against = async (schema: string, batch: object = {}) =>
      said(await misjoinedSchemas(fabricOf({ batch }, { b: { sqs: "b", schema } }), table));
    expect(await against("rows")).toEqual([]);
    expect(await against("broken")).toEqual([]);
    expect(await against("row")).toEqual([
      "error JOIN_SCHEMA: no joined message of hop h fits schema row of b: a body is a list there; leave batch or the schema out, or name the schema of a list",
    ]);
    expect(await against("rows", { as: "ndjson" })).toEqual([
      "error JOIN_SCHEMA: no joined message of hop h fits schema rows of b: a body is lines of JSON there; leave batch or the schema out",
    ]);
  });
});
