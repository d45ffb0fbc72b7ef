import { describe, expect, it } from "vitest";
import { byRoute } from "../../../shared/core/by-route.ts";
import type { Transform } from "../../../shared/core/ports.ts";
import { aMessage } from "../../support/a-message.ts";

const keyed =
  (key: string): Transform =>
  (message) =>
    message.orderingKey === key ? [message] : [];

describe("byRoute", () => {
  it("chooses the target of the first branch that takes the message", () => {
    const choose = byRoute([
      { keep: keyed("a"), target: 1 },
      { keep: (message) => [message], target: 0 },
      { target: 2 },
    ]);
    expect(choose(aMessage({ orderingKey: "a" }))).toEqual([1]);
    expect(choose(aMessage({ orderingKey: "b" }))).toEqual([0]);
  });

  it("ends with a branch without a condition, and has no choice where there is none", () => {
    expect(byRoute([{ keep: keyed("a"), target: 1 }, { target: 2 }])(aMessage())).toEqual([2]);
    expect(byRoute([{ keep: keyed("a"), target: 1 }])(aMessage())).toEqual([]);
  });

  it("never asks a branch behind the one that takes the message", () => {
    const choose = byRoute([
      { keep: keyed("a"), target: 0 },
      {
        keep: () => {
          throw new Error("can't judge");
        },
        target: 1,
      },
    ]);
    expect(choose(aMessage({ orderingKey: "a" }))).toEqual([0]);
    expect(() => choose(aMessage())).toThrow("can't judge");
  });
});
