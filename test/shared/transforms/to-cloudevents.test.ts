import { describe, expect, it } from "vitest";
import { text } from "../../../shared/core/message.ts";
import { toCloudEvents } from "../../../shared/transforms/to-cloudevents.ts";
import { bodies, jsonMessage, someTools, textMessage, transformSuite } from "../../suites/transform-suite.ts";
import { aMessage } from "../../support/a-message.ts";

transformSuite("to-cloudevents", {
  body: { status: "paid", orderId: "o-1" },
  refused: [
    "structured",
    { mode: "batch" },
    { source: "" },
    { source: 7 },
    { type: { cell: "x" } },
    { extensions: {} },
    { extensions: { "Upper-Case": "x" } },
    { extensions: { data: "x" } },
    { id: "x" },
    { existing: "lose" },
  ],
  changes: ["attributes"],
});

const basis = { source: "/shop", type: "shop.paid" };
const event = (options: object, message: ReturnType<typeof aMessage>) => {
  const [made] = toCloudEvents.create({ ...basis, ...options }, someTools)(message);
  return made ?? expect.fail("one event is expected");
};
const names = (message: ReturnType<typeof aMessage>) =>
  Object.fromEntries([...message.attributes].map(([name, { value }]) => [name, value]));
const time = "2023-11-14T22:13:20.000Z";

describe("toCloudEvents", () => {
  it("writes a structured event, numbers of its data as they were", () => {
    const message = textMessage('{ "n" : 1.0 }', { attributes: new Map([["other", text("x")]]) });
    const made = event({}, message);
    expect(bodies([made])).toEqual([
      `{"specversion":"1.0","id":"origin/m1","time":"${time}","source":"/shop","type":"shop.paid","datacontenttype":"application/json","data":{"n":1.0}}`,
    ]);
    expect(names(made)).toEqual({ other: "x", "content-type": "application/cloudevents+json" });
  });

  it("writes a binary event, the body byte for byte", () => {
    const message = aMessage({ body: Uint8Array.of(0xff), attributes: new Map([["other", text("x")]]) });
    const made = event({ mode: "binary" }, message);
    expect(made.body).toBe(message.body);
    expect(names(made)).toEqual({
      other: "x",
      "ce-specversion": "1.0",
      "ce-id": "origin/m1",
      "ce-time": time,
      "ce-source": "/shop",
      "ce-type": "shop.paid",
      "content-type": "application/octet-stream",
    });
  });

  it("puts text and bytes where the format has a place for each", () => {
    expect(JSON.parse(bodies([event({}, textMessage("plain"))])[0] ?? "")).toMatchObject({
      datacontenttype: "text/plain",
      data: "plain",
    });
    const bytes = aMessage({ body: Uint8Array.of(0xff, 0x00) });
    expect(JSON.parse(bodies([event({}, bytes)])[0] ?? "")).toMatchObject({
      datacontenttype: "application/octet-stream",
      data_base64: "/wA=",
    });
    const nothing = JSON.parse(bodies([event({}, aMessage({ body: new Uint8Array() }))])[0] ?? "");
    expect(nothing).toEqual({ specversion: "1.0", id: "origin/m1", time, ...basis });
  });

  it("computes values, and names extensions", () => {
    const options = {
      type: { cel: '"shop." + body.status' },
      subject: { cel: "body.id" },
      extensions: { tenant: { cel: "attributes.tenant" }, count: { cel: "body.n" } },
    };
    const message = jsonMessage({ status: "paid", id: "o-1", n: 7 }, { attributes: new Map([["tenant", text("a")]]) });
    expect(JSON.parse(bodies([event(options, message)])[0] ?? "")).toMatchObject({
      type: "shop.paid",
      subject: "o-1",
      tenant: "a",
      count: 7,
    });
    expect(() => event({ subject: { cel: "body" } }, message)).toThrow(expect.objectContaining({ code: "EXPRESSION" }));
  });

  it("takes the content type that the message tells, or that it is told", () => {
    const message = textMessage("<a/>", { attributes: new Map([["content-type", text("application/xml")]]) });
    expect(names(event({ mode: "binary" }, message))["content-type"]).toBe("application/xml");
    expect(names(event({ mode: "binary", datacontenttype: "text/xml" }, message))["content-type"]).toBe("text/xml");
    expect(() => event({ datacontenttype: "application/json" }, message)).toThrow(
      expect.objectContaining({ code: "NOT_JSON" }),
    );
  });

  it("refuses a message without a source or a type from anywhere, and values that no event may have", () => {
    const step = (options: object) => () =>
      toCloudEvents.create(options, someTools)(jsonMessage({ empty: "", n: 1.5 }));
    expect(step({ type: "t" })).toThrow("the message is no CloudEvent: a source was expected");
    expect(step({ ...basis, subject: { cel: "body.empty" } })).toThrow("text in subject was expected");
    expect(step({ ...basis, extensions: { n: { cel: "body.n" } } })).toThrow(
      expect.objectContaining({ code: "CLOUDEVENT" }),
    );
    expect(step({ ...basis, datacontenttype: "json" })).toThrow("a media type in datacontenttype was expected");
  });
});

describe("toCloudEvents that keeps what is an event", () => {
  const options = { source: "/mine", type: "mine", subject: "mine", existing: "keep" };
  const core = { specversion: "1.0", id: "e-1", source: "/theirs", type: "theirs" };
  const structured = (event: object) =>
    jsonMessage(event, {
      attributes: new Map([["content-type", text("application/cloudevents+json; charset=utf-8")]]),
    });
  const written = (message: ReturnType<typeof aMessage>) => JSON.parse(bodies([event(options, message)])[0] ?? "");

  it.each([
    ["a minimal one", core],
    ["numbers and truths among its extensions", { ...core, n: 10, t: true, f: false, text: "10", words: "true" }],
    ["text", { ...core, datacontenttype: "text/plain", data: "10" }],
    ["a JSON text", { ...core, datacontenttype: "application/json", data: "10" }],
    ["bytes", { ...core, datacontenttype: "image/png", data_base64: "/wA=" }],
    ["all that an event has", { ...core, subject: "s", dataschema: "urn:x", time: "2018-04-05T18:31:00+01:00" }],
  ])("gives the very same, structured: %s", (_, given) => {
    expect(written(structured(given))).toEqual(given);
    const [binary] = toCloudEvents.create({ ...options, mode: "binary" }, someTools)(structured(given));
    expect(written(binary ?? expect.fail("one event is expected"))).toEqual(given);
  });

  it("gives the very same, binary, types of attributes and all", () => {
    const attributes = new Map([
      ["ce-specversion", text("1.0")],
      ["ce-id", text("e-1")],
      ["ce-source", text("/theirs")],
      ["ce-type", text("theirs")],
      ["ce-count", { type: "Number", value: "7" }],
      ["other", text("x")],
    ]);
    const message = aMessage({ body: Uint8Array.of(0xff), attributes });
    const made = event({ ...options, mode: "binary" }, message);
    expect(made.body).toBe(message.body);
    expect(made.attributes).toEqual(attributes);
  });

  it("makes an event of what is none, as ever", () => {
    expect(written(jsonMessage({ n: 1 }))).toEqual({
      ...{ specversion: "1.0", id: "origin/m1", time, source: "/mine", type: "mine", subject: "mine" },
      datacontenttype: "application/json",
      data: { n: 1 },
    });
    expect(() => written(structured({ ...core, id: "" }))).toThrow(expect.objectContaining({ code: "CLOUDEVENT" }));
  });
});
