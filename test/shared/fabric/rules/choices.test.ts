import { describe, expect, it } from "vitest";
import { failovers, rates, unusableRoutes } from "../../../../shared/fabric/rules/choices.ts";
import { transforms } from "../../../../shared/transforms/index.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const ends = { a: topic("aaa"), q: queue("q"), r: queue("r"), t: topic("ttt"), u: topic("uuu") };

describe("expressions of a route", () => {
  it("are compiled, and a wrong one is told at its line with a caret under the place", async () => {
    const fabric = aFabric(ends, {
      h: { from: "a", route: [{ when: "body.a ==", to: "q" }, { when: "key == 1", to: "r" }, { to: "r" }] },
    });
    const problems = await unusableRoutes(fabric, transforms);
    expect(said(problems)).toEqual([
      "error EXPRESSION: hop h: the expression is wrong at column 10: unexpected token: EOF\n  body.a ==\n           ^",
      "error EXPRESSION: hop h: the expression is wrong at column 1: no such overload: string == int\n  key == 1\n  ^",
    ]);
    expect(problems.map(({ line }) => line)).toEqual([23, 25]);
  });

  it("are right where they give true or false", async () => {
    const route = [{ when: 'body.country == "DE"', to: "q" }, { to: "t" }];
    expect(await unusableRoutes(aFabric(ends, { h: { from: "a", route } }), transforms)).toEqual([]);
  });
});

describe("targets that share a load", () => {
  const shares = (...names: readonly string[]) => {
    const toOneOf = names.map((endpoint) => ({ endpoint }));
    return said(failovers(aFabric(ends, { h: { from: "a", toOneOf } })));
  };

  it("take over from each other on one broker only", () => {
    expect(shares("q", "r")).toEqual([]);
    expect(shares("q", "r", "t")).toEqual([
      "warning NO_FAILOVER: nothing takes over from t where it refuses: of the targets of hop h no other is a topic",
    ]);
    expect(shares("q")).toEqual([
      "warning NO_FAILOVER: nothing takes over from q where it refuses: of the targets of hop h no other is a queue",
    ]);
  });
});

describe("a rate", () => {
  const told = (from: string, rate: number, run: object = {}) => {
    const hop = { from, to: from === "a" ? "q" : "t", rate: { messagesPerSecond: rate }, function: run };
    return said(rates(aFabric(ends, { h: hop })));
  };

  it("lets each message come to its turn", () => {
    expect(told("a", 0.1)).toEqual([]);
    expect(told("q", 0.2)).toEqual([]);
    expect(told("q", 0.1)).toEqual([
      "error RATE: a message waits too long for its turn: hop h sends 0.1 a second over 2 at a time; set function.timeoutSeconds to 40 or more, or raise the rate",
    ]);
    expect(told("q", 0.1, { timeoutSeconds: 40 })).toEqual([]);
  });

  it("does not go with pollers", () => {
    expect(told("q", 100, { pollers: { min: 2 } })).toEqual([
      "error RATE: hop h has a rate, which needs a limit of invocations, and pollers, which take none: leave one out",
    ]);
  });
});
