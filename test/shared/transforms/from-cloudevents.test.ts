import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { fromCloudEvents } from "../../../shared/transforms/from-cloudevents.ts";
import { toCloudEvents } from "../../../shared/transforms/to-cloudevents.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

const core = { specversion: "1.0", id: "e-1", type: "shop.paid", source: "/shop" };

transformSuite("from-cloudevents", {
  body: { ...core, data: { a: 1 } },
  refused: ["keep", { context: "lose" }, { mode: "binary" }],
  changes: ["attributes"],
  writesBytes: true,
});

const read = (event: unknown) => fromCloudEvents.create({}, someTools)(jsonMessage(event));
const context = (event: unknown) =>
  Object.fromEntries([...(read(event)[0]?.attributes ?? [])].map(([name, { value }]) => [name, value]));
const ce = { "ce-specversion": "1.0", "ce-id": "e-1", "ce-type": "shop.paid", "ce-source": "/shop" };

describe("fromCloudEvents, by the cases of the specification's conformance tests for valid events,", () => {
  it.each([
    ["a minimal event", core, ce, ""],
    ["nulls for optional attributes", { ...core, subject: null, time: null, datacontenttype: null }, ce, ""],
    [
      "all core attributes",
      {
        ...core,
        datacontenttype: "text/plain",
        dataschema: "https://a.example/s",
        subject: "s",
        time: "2018-04-05T17:31:00Z",
      },
      {
        ...ce,
        "content-type": "text/plain",
        "ce-dataschema": "https://a.example/s",
        "ce-subject": "s",
        "ce-time": "2018-04-05T17:31:00Z",
      },
      "",
    ],
    [
      "a time to the nanosecond",
      { ...core, time: "2018-04-05T17:31:00.123456789Z" },
      { ...ce, "ce-time": "2018-04-05T17:31:00.123456789Z" },
      "",
    ],
    [
      "a time east of Greenwich",
      { ...core, time: "2018-04-05T18:31:00+01:00" },
      { ...ce, "ce-time": "2018-04-05T18:31:00+01:00" },
      "",
    ],
    [
      "a time west of Greenwich",
      { ...core, time: "2018-04-05T16:31:00-01:00" },
      { ...ce, "ce-time": "2018-04-05T16:31:00-01:00" },
      "",
    ],
    ["a relative source", { ...core, source: "#part" }, { ...ce, "ce-source": "#part" }, ""],
    [
      "text",
      { ...core, datacontenttype: "text/plain", data: "Some text" },
      { ...ce, "content-type": "text/plain" },
      "Some text",
    ],
    [
      "extensions of every type",
      {
        ...core,
        extinteger: 10,
        extboolean: true,
        extstring: "t",
        exttimestamp: "2023-03-31T15:12:00Z",
        extbinary: "TWE=",
      },
      {
        ...ce,
        "ce-extinteger": "10",
        "ce-extboolean": "true",
        "ce-extstring": "t",
        "ce-exttimestamp": "2023-03-31T15:12:00Z",
        "ce-extbinary": "TWE=",
      },
      "",
    ],
    ["JSON data", { ...core, data: { a: 1 } }, { ...ce, "content-type": "application/json" }, '{"a":1}'],
    ["a JSON text", { ...core, data: "text" }, { ...ce, "content-type": "application/json" }, '"text"'],
    ["a JSON null", { ...core, data: null }, { ...ce, "content-type": "application/json" }, "null"],
    [
      "data of a +json type",
      { ...core, datacontenttype: "application/x+json; v=1", data: [1] },
      { ...ce, "content-type": "application/x+json; v=1" },
      "[1]",
    ],
    [
      "binary data",
      { ...core, datacontenttype: "image/png", data_base64: "AQID" },
      { ...ce, "content-type": "image/png" },
      "\x01\x02\x03",
    ],
  ])("reads %s", (_, event, expected, data) => {
    expect(context(event)).toEqual(expected);
    expect(bodies(read(event))).toEqual([data]);
  });
});

describe("fromCloudEvents, by the cases of the specification's conformance tests for invalid events,", () => {
  const without = (name: string) => Object.fromEntries(Object.entries(core).filter(([each]) => each !== name));
  it.each([
    ["no specversion", without("specversion")],
    ["no id", without("id")],
    ["no type", without("type")],
    ["no source", without("source")],
    ["a time that is none", { ...core, time: "lunchtime" }],
    ["a time without seconds", { ...core, time: "2018-04-05T18:31Z" }],
    ["a zone of one letter", { ...core, time: "2018-04-05T18:31:00X" }],
    ["a zone out of range", { ...core, time: "2018-04-05T18:31:00+25:00" }],
    ["a zone without numbers", { ...core, time: "2018-04-05T18:31:00+xx:00" }],
    ["a zone of hours alone", { ...core, time: "2018-04-05T18:31:00+05" }],
    ["an empty id", { ...core, id: "" }],
    ["an empty type", { ...core, type: "" }],
    ["an empty source", { ...core, source: "" }],
    ["an empty specversion", { ...core, specversion: "" }],
    ["an unknown specversion", { ...core, specversion: "0.9" }],
    ["a content type that is none", { ...core, datacontenttype: "xyz" }],
    ["an empty content type", { ...core, datacontenttype: "" }],
    ["an empty schema", { ...core, dataschema: "" }],
    ["an empty subject", { ...core, subject: "" }],
    ["a number for an id", { ...core, id: 25 }],
    ["an object for an id", { ...core, id: { a: 1 } }],
    ["capitals in a name", { ...core, MyExtension: "bad" }],
    ["a point in a name", { ...core, "my.extension": "bad" }],
    ["a fraction for an extension", { ...core, ext: 1.5 }],
    ["a number beyond 32 bits", { ...core, ext: 2 ** 31 }],
    ["data twice", { ...core, data: "text", data_base64: "AQID" }],
    ["base64 that is none", { ...core, data_base64: "!" }],
    ["data that is no text, of a text type", { ...core, datacontenttype: "text/plain", data: { a: 1 } }],
    ["no object", "event"],
  ])("refuses %s", (_, event) => {
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
    expect(() => fromCloudEvents.create({}, someTools)(bad)).toThrow("a id was expected");
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
