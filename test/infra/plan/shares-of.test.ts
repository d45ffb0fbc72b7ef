import { describe, expect, it } from "vitest";
import { sharesOf } from "../../../infra/plan/shares-of.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const ends = { s: queue("s"), a: topic("aaa"), q: queue("q"), r: queue("r"), t: topic("ttt") };
const shares = (from: string, hop: object) =>
  Object.fromEntries(
    compile(aFabric(ends, { h: { from, ...hop } })).links.map((link) => [link.name.slice(7), sharesOf(link)]),
  );

describe("the shares of a link's targets", () => {
  it("are none where each target gets all messages", () => {
    expect(shares("s", { to: ["q", "t"] })).toEqual({ "h.split": undefined, "h.q": undefined, "h.t": undefined });
  });

  it("are the weights of the whole hop from a topic, and of the link's own targets behind a splitter", () => {
    const toOneOf = [{ endpoint: "q", weight: 2 }, { endpoint: "t", weight: 5 }, { endpoint: "r" }];
    expect(shares("a", { toOneOf })).toEqual({ "h.queues": [2 / 8, 1 / 8], "h.topics": [5 / 8] });
    expect(shares("s", { toOneOf })).toEqual({
      "h.split": [3 / 8, 5 / 8],
      "h.queues": [2 / 3, 1 / 3],
      "h.topics": [1],
    });
  });

  it("are even where only the content decides", () => {
    const route = [{ when: "true", to: "q" }, { when: "false", to: "r" }, { to: "q" }];
    expect(shares("a", { route })).toEqual({ h: [0.5, 0.5] });
  });
});
