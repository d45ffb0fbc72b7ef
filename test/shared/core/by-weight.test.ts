import { describe, expect, it } from "vitest";
import { byWeight } from "../../../shared/core/by-weight.ts";
import { aMessage } from "../../support/a-message.ts";

const keys = Array.from({ length: 20_000 }, (_, at) => `k-${at}`);
const firstOf = (weights: readonly number[]) => {
  const choose = byWeight(weights);
  return keys.map((orderingKey) => choose(aMessage({ orderingKey }))[0]);
};

describe("byWeight", () => {
  it("names every target once, the same for every message of a key", () => {
    const choose = byWeight([3, 1, 1]);
    const choice = choose(aMessage({ id: "a", orderingKey: "k" }));
    expect([...choice].sort()).toEqual([0, 1, 2]);
    expect(choose(aMessage({ id: "b", orderingKey: "k" }))).toEqual(choice);
  });

  it("takes the id where there is no key, so that a message that comes again goes the same way", () => {
    const choose = byWeight([1, 1]);
    const choices = keys.slice(0, 200).map((id) => choose(aMessage({ id })));
    expect(keys.slice(0, 200).map((id) => choose(aMessage({ id, sentAt: 1 })))).toEqual(choices);
    expect(new Set(choices.map(([first]) => first)).size).toBe(2);
  });

  it("takes a child of a split for the same before it has a number and after", () => {
    const choose = byWeight([1, 1]);
    const children = keys.slice(0, 100).map((body) => aMessage({ id: "m", body: Buffer.from(body) }));
    const choices = children.map((child) => choose(child));
    expect(children.map((child, at) => choose({ ...child, id: `m.${at}` }))).toEqual(choices);
    expect(new Set(choices.map(([first]) => first)).size).toBe(2);
  });

  it("shares by weight", () => {
    const firsts = firstOf([3, 1]);
    const share = firsts.filter((first) => first === 0).length / firsts.length;
    expect(share).toBeGreaterThan(0.73);
    expect(share).toBeLessThan(0.77);
  });

  it("moves only the keys that it must where a weight grows", () => {
    const [before, after] = [firstOf([1, 1, 1]), firstOf([1, 1, 2])];
    const moved = before.filter((first, at) => first !== after[at]);
    expect(moved.length / keys.length).toBeGreaterThan(0.13);
    expect(moved.length / keys.length).toBeLessThan(0.2);
    expect(before.filter((first, at) => first === 2 && after[at] !== 2)).toEqual([]);
  });
});
