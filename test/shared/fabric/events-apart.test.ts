import { describe, expect, it } from "vitest";
import { type Message, text } from "../../../shared/core/message.ts";
import { eventsApart } from "../../../shared/fabric/events-apart.ts";
import { aMessage } from "../../support/a-message.ts";

const event = (id: string, source = "/s"): Message =>
  aMessage({
    attributes: new Map([
      ["ce-source", text(source)],
      ["ce-id", text(id)],
      ["other", text("x")],
    ]),
  });
const ids = (messages: readonly Message[]) => messages.map(({ attributes }) => attributes.get("ce-id")?.value);

describe("events that several are made of", () => {
  it("have ids of their own, and everything else as it was", () => {
    const made = eventsApart((message) => [message, message, message])(event("e-1"));
    expect(ids(made)).toEqual(["e-1.0", "e-1.1", "e-1.2"]);
    expect(made[1]).toEqual(event("e-1.1"));
  });

  it("stay as they are where one stays one, or is another event already", () => {
    const one = event("e-1");
    expect(eventsApart((message) => [message])(one)[0]).toBe(one);
    expect(eventsApart(() => [])(one)).toEqual([]);
    expect(ids(eventsApart((message) => [message, event("e-2"), event("e-1", "/other")])(one))).toEqual([
      "e-1.0",
      "e-2",
      "e-1",
    ]);
    const none = aMessage({});
    expect(eventsApart((message) => [message, message])(none)).toEqual([none, none]);
  });
});
