import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { fromCloudEvents } from "../../../shared/transforms/from-cloudevents.ts";
import { toCloudEvents } from "../../../shared/transforms/to-cloudevents.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";
import { ce, core, INVALID, VALID } from "../../support/cloud-events.ts";

transformSuite("from-cloudevents", {
  body: { ...core, data: { a: 1 } },
  refused: ["keep", { context: "lose" }, { mode: "binary" }],
  changes: ["attributes"],
  writesBytes: true,
});

const read = (event: unknown) => fromCloudEvents.create({}, someTools)(jsonMessage(event));
const context = (event: unknown) =>
  Object.fromEntries([...(read(event)[0]?.attributes ?? [])].map(([name, { value }]) => [name, value]));

describe("fromCloudEvents, by the cases of the specification's conformance tests for valid events,", () => {
  it.each(VALID)("reads %s", (_, event, expected, data) => {
    expect(context(event)).toEqual(expected);
    expect(bodies(read(event))).toEqual([data]);
  });
});

describe("fromCloudEvents, by the cases of the specification's conformance tests for invalid events,", () => {
  it.each(INVALID)("refuses %s", (_, event) => {
    expect(() => read(event)).toThrow(expect.objectContaining({ name: "TransformError", code: "CLOUDEVENT" }));
  });
});

describe("fromCloudEvents", () => {
  const attributes = (...pairs: readonly (readonly [string, string])[]) =>
    new Map(pairs.map(([name, value]) => [name, text(value)]));

  it("makes a message of each event of a batch, and none of an empty one", () => {
    const batch = [
      { ...core, data: 1 },
      { ...core, id: "e-2", data_base64: "AQID" },
    ];
    const type = attributes(["content-type", "application/cloudevents-batch+json; charset=UTF-8"], ["other", "x"]);
    const step = fromCloudEvents.create({}, someTools);
    const events = step(jsonMessage(batch, { attributes: type }));
    expect(bodies(events)).toEqual(["1", "\x01\x02\x03"]);
    expect(events.map((event) => event.attributes.get("ce-id")?.value)).toEqual(["e-1", "e-2"]);
    expect(events[0]?.attributes.get("other")).toEqual(text("x"));
    expect(step(jsonMessage([], { attributes: type }))).toEqual([]);
    expect(() => step(jsonMessage(core, { attributes: type }))).toThrow("a list of events was expected");
  });

  it("leaves a binary event as it is, and checks it", () => {
    const message = aMessage({
      body: Uint8Array.of(0xff),
      attributes: attributes(...Object.entries(ce), ["content-type", "image/png"], ["other", "x"]),
    });
    const [event] = fromCloudEvents.create({}, someTools)(message);
    expect(event?.body).toBe(message.body);
    expect(new Map(event?.attributes)).toEqual(message.attributes);
    const bad = aMessage({ attributes: attributes(["ce-specversion", "1.0"]) });
    expect(() => fromCloudEvents.create({}, someTools)(bad)).toThrow("an id was expected");
  });

  it.each(["ce-data", "ce-data_base64"])("takes no %s for a part of a binary event", (name) => {
    const told = attributes(...Object.entries(ce), [name, "x"]);
    for (const body of [new Uint8Array(), Buffer.from("x")])
      expect(() => fromCloudEvents.create({}, someTools)(aMessage({ body, attributes: told }))).toThrow(
        expect.objectContaining({ code: "CLOUDEVENT" }),
      );
  });

  it("takes a null beside the other member for none", () => {
    expect(bodies(read({ ...core, data: null, data_base64: "AQID" }))).toEqual(["\x01\x02\x03"]);
    expect(bodies(read({ ...core, data: 1, data_base64: null }))).toEqual(["1"]);
  });

  it("reads of a structured event nothing but its body, whatever copies of it say", () => {
    const event = { ...core, priority: 5, flag: true };
    const copies = attributes(["ce-priority", "5"], ["ce-flag", "true"], ["ce-id", "e-9"], ["ce-more", "x"]);
    const [read] = fromCloudEvents.create({}, someTools)(jsonMessage(event, { attributes: copies }));
    const written = toCloudEvents.create({ existing: "keep" }, someTools)(read ?? expect.fail("an event is expected"));
    expect(JSON.parse(bodies(written)[0] ?? "")).toEqual(event);
  });

  it("drops the context where it is told to", () => {
    const message = jsonMessage(
      { ...core, data: 1 },
      { attributes: attributes(["content-type", "application/cloudevents+json"], ["other", "x"]) },
    );
    const [event] = fromCloudEvents.create({ context: "drop" }, someTools)(message);
    expect(event?.attributes).toEqual(attributes(["other", "x"]));
  });

  it.each(["structured", "binary"])("keeps what to-cloudevents needs to write the same event again, %s", (mode) => {
    const event =
      '{"specversion":"1.0","id":"e-1","type":"t","source":"/s","time":"2018-04-05T17:31:00Z","ext":"x","datacontenttype":"application/json","data":{"n":1.0}}';
    const there = fromCloudEvents
      .create(
        {},
        someTools,
      )(textMessage(event))
      .flatMap(toCloudEvents.create({ mode }, someTools));
    const back = mode === "structured" ? there : there.flatMap(toCloudEvents.create({}, someTools));
    const [body = ""] = bodies(back);
    expect(JSON.parse(body)).toEqual(JSON.parse(event));
    expect(body).toContain('"n":1.0');
  });
});
