import { describe, expect, it } from "vitest";
import { type JoinForm, joinedMessage, joinPart, partsOf } from "../../../shared/core/joined-message.ts";
import { type Message, text } from "../../../shared/core/message.ts";
import { aMessage } from "../../support/a-message.ts";

const LIST: JoinForm = { as: "json-array", attributes: "same" };
const LINES: JoinForm = { as: "ndjson", attributes: "same" };
const bodied = (body: string, parts: Partial<Message> = {}) => aMessage({ body: Buffer.from(body), ...parts });
const attributes = (told: Readonly<Record<string, string>>) =>
  new Map(Object.entries(told).map(([name, value]) => [name, text(value)]));

function joined(messages: readonly Message[], form: JoinForm = LIST): Message {
  const [first, ...more] = messages.map((message) => joinPart(message, form));
  return first === undefined ? expect.fail("at least one message is expected") : joinedMessage([first, ...more], form);
}
const bodyOf = (message: Message) => Buffer.from(message.body).toString();

describe("a joined message", () => {
  it("holds each body with the very text of its tokens, as a list or as lines", () => {
    const bodies = ['{ "n" : 1.0,\r\n "n" : 12345678901234567890 }', "\ufeff-0", '" a\\n"', "\n null\n"].map((each) =>
      bodied(each),
    );
    expect(bodyOf(joined(bodies))).toBe('[{ "n" : 1.0,\r\n "n" : 12345678901234567890 },-0," a\\n",\n null\n]');
    expect(bodyOf(joined(bodies, LINES))).toBe(
      '{ "n" : 1.0,  "n" : 12345678901234567890 }\n-0\n" a\\n"\nnull\n'.replace(",  ", ",  "),
    );
    expect(bodyOf(joined([bodied("1")]))).toBe("[1]");
  });

  it("takes nothing but JSON", () => {
    for (const body of ["", "{", "text", "{}{}"])
      expect(() => joinPart(bodied(body), LINES)).toThrow(expect.objectContaining({ code: "NOT_JSON" }));
    expect(() => joinPart(aMessage({ body: Uint8Array.of(0xff) }), LIST)).toThrow(
      expect.objectContaining({ code: "NOT_JSON" }),
    );
  });

  it("keeps what all have in common, and the oldest time", () => {
    const common = { orderingKey: "k", tenant: "t", trail: ["a/b"], deduplicationId: "d" };
    const first = bodied("1", { ...common, traceHeader: "x", sentAt: 2, attributes: attributes({ a: "1", b: "1" }) });
    const second = bodied("2", { ...common, traceHeader: "y", sentAt: 1, attributes: attributes({ a: "1", b: "2" }) });
    const { id, body, ...rest } = joined([first, second], { as: "json-array", attributes: "drop" });
    expect(rest).toEqual({ ...common, sentAt: 1, attributes: attributes({ a: "1" }) });
    const alone = joined([first]);
    expect(alone).toEqual({ ...first, body: alone.body });
  });

  it("has each part whole inside, where that is asked for", () => {
    const binary = { type: "Binary", value: "AQI=" };
    const first = bodied('{"n":1.0}', {
      id: "m1",
      sentAt: 0,
      attributes: new Map([
        ["a", text("1")],
        ["b", binary],
      ]),
    });
    const second = bodied("2", { id: "m2", sentAt: 1, deduplicationId: "d", traceHeader: "x" });
    const form: JoinForm = { as: "ndjson", attributes: "inside" };
    expect(bodyOf(joined([first, second], form)).split("\n")).toEqual([
      '{"id":"m1","time":"1970-01-01T00:00:00.000Z","attributes":{"a":"1","b":{"type":"Binary","value":"AQI="}},"body":{"n":1.0}}',
      '{"id":"m2","time":"1970-01-01T00:00:00.001Z","deduplicationId":"d","traceHeader":"x","body":2}',
      "",
    ]);
  });

  it.each([
    ["a list of JSON", "application/json", LIST, "application/json"],
    ["a list of something of its own", "application/order+json", LIST, "application/json"],
    ["lines", "application/json", LINES, "application/x-ndjson"],
    ["a batch of events", "application/cloudevents+json; charset=utf-8", LIST, "application/cloudevents-batch+json"],
    [
      "events with more around them",
      "application/cloudevents+json",
      { ...LIST, attributes: "inside" } as const,
      "application/json",
    ],
  ])("tells what it is, where the parts have told it: %s", (_, told, form, expected) => {
    const parts = ["1", "2"].map((body) => bodied(body, { attributes: attributes({ "content-type": told }) }));
    expect(joined(parts, form).attributes).toEqual(attributes({ "content-type": expected }));
    expect(joined([bodied("1"), bodied("2")], form).attributes).toEqual(new Map());
  });

  it("has an id made of those of its parts, which tells how many they are", () => {
    const of = (...ids: readonly string[]) => joined(ids.map((id) => bodied("1", { id }))).id;
    expect(of("a")).toBe("a");
    expect(of("a", "b")).toMatch(/^a\+2\.[0-9a-f]{16}$/);
    expect(of("a", "b")).toBe(of("a", "b"));
    expect(new Set([of("a", "b"), of("a", "c"), of("a", "b", "c"), of("a,b", "c")]).size).toBe(4);
    expect(
      ["a", of("a", "b"), of("a", "b", "c"), of(of("a", "b", "c")), of(of("a", "b", "c"), "d")].map(partsOf),
    ).toEqual([1, 2, 3, 1, 2]);
  });
});
