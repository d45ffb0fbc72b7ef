import { describe, expect, it } from "vitest";
import { type JoinBounds, joinRuns } from "../../../shared/core/join-runs.ts";
import { type Message, text } from "../../../shared/core/message.ts";
import { aMessage } from "../../support/a-message.ts";

const WIDE: JoinBounds = { maxMessages: 100, maxBytes: 1_000_000, attributes: "same" };
const told = (name: string, value: string) => ({ attributes: new Map([[name, text(value)]]) });

/** Places of the messages of each run. */
function runs(messages: readonly Partial<Message>[], bounds: Partial<JoinBounds> = {}, groups: readonly string[] = []) {
  const parts = messages.map((message, at) => ({
    message: aMessage({ id: `m${at}`, ...message }),
    text: `"${at}"`,
    at,
    group: groups[at] ?? "",
  }));
  return joinRuns(parts, { ...WIDE, ...bounds }).map((run) => run.parts.map(({ at }) => at));
}

describe("runs of messages", () => {
  it("hold as many as they may", () => {
    const five = Array.from({ length: 5 }, () => ({}));
    expect(runs(five)).toEqual([[0, 1, 2, 3, 4]]);
    expect(runs(five, { maxMessages: 2 })).toEqual([[0, 1], [2, 3], [4]]);
    expect(runs(five, { maxBytes: 1 })).toEqual([[0], [1], [2], [3], [4]]);
    expect(runs([])).toEqual([]);
  });

  it("count the bytes of bodies, attributes, key and trail", () => {
    const large = Array.from({ length: 4 }, () => told("a", "x".repeat(1_000)));
    expect(runs(large, { maxBytes: 2_100 })).toEqual([[0, 1, 2, 3]]);
    expect(runs(large, { maxBytes: 2_030 })).toEqual([[0], [1], [2], [3]]);
  });

  it("hold what agrees in key, tenant, trail, group and attributes", () => {
    expect(runs([{ tenant: "a" }, { tenant: "b" }, { tenant: "a" }])).toEqual([[0, 2], [1]]);
    expect(runs([{ trail: ["x/a"] }, { trail: ["x/b"] }, { trail: ["x/a"] }])).toEqual([[0, 2], [1]]);
    expect(runs([{}, {}, {}], {}, ["a", "b", "a"])).toEqual([[0, 2], [1]]);
    expect(runs([told("a", "1"), told("a", "2"), told("a", "1"), {}])).toEqual([[0, 2], [1], [3]]);
    expect(runs([told("a", "1"), told("a", "2")], { attributes: "drop" })).toEqual([[0, 1]]);
    expect(runs([told("a", "1"), told("a", "2")], { attributes: "inside" })).toEqual([[0, 1]]);
  });

  it("leave trace context aside, which is another one each time", () => {
    expect(runs([told("traceparent", "1"), told("traceparent", "2"), told("googclient_x", "3")])).toEqual([[0, 1, 2]]);
  });

  it("join nothing of a key over the head of another message of it", () => {
    const keyed = ["a", "a", "b", "a", "b"].map((orderingKey) => ({ orderingKey }));
    expect(runs(keyed)).toEqual([
      [0, 1, 3],
      [2, 4],
    ]);
    expect(runs(keyed, {}, ["x", "x", "x", "y", "x"])).toEqual([[0, 1], [2, 4], [3]]);
    const turned = keyed.map((each, at) => ({ ...each, ...told("n", at === 1 ? "other" : "same") }));
    expect(runs(turned)).toEqual([[0], [1], [2, 4], [3]]);
  });
});
