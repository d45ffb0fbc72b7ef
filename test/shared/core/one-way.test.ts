import { describe, expect, it } from "vitest";
import { oneWay } from "../../../shared/core/one-way.ts";
import { aMessage } from "../../support/a-message.ts";

describe("oneWay", () => {
  const passes = (...trail: readonly string[]) => oneWay(["shop/back"])(aMessage({ trail })).length === 1;

  it("drops what has come by a link of the hop that leads the other way", () => {
    expect(passes("shop/in", "shop/back")).toBe(false);
    expect(passes("shop/back.queues", "shop/in")).toBe(false);
  });

  it("hands on everything else, untouched", () => {
    const message = aMessage({ trail: ["shop/back-up", "other/back"] });
    expect(oneWay(["shop/back"])(message)).toEqual([message]);
    expect(oneWay(["shop/back"])(message)[0]).toBe(message);
    expect(passes()).toBe(true);
  });
});
