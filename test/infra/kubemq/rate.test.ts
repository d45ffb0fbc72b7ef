import { describe, expect, it } from "vitest";
import { findings } from "../../../infra/kubemq/findings.ts";
import { hopRate } from "../../../infra/kubemq/rate.ts";
import { settingsAt } from "../../../infra/kubemq/tables.ts";

function rateOf(rate: unknown, sources = 1, shares = 1) {
  const found = findings(() => ({}));
  return [hopRate(settingsAt({ rate_per_second: rate }, [], found), { sources, shares }, found), found.list().length];
}

describe("a rate", () => {
  it.each<readonly [string, readonly unknown[], readonly unknown[]]>([
    ["is taken as it is from one source to one target", ["100"], [100, 0]],
    ["is shared by the sources of a target, rounded down", [100, 3], [33.33, 1]],
    ["is that of all targets that a link chooses from", [100, 1, 2], [200, 1]],
    ["is both", [100, 2, 2], [100, 0]],
    ["is as high as a hop has at most", [1_000_000], [100_000, 1]],
    ["is as low as a hop has at least", [1, 1_000], [0.01, 1]],
    ["is none where KubeMQ has none", [0], [undefined, 0]],
    ["is none where it is no number, which is told", ["fast"], [undefined, 1]],
  ])("%s", (_, [rate, sources, shares], expected) => {
    expect(rateOf(rate, sources as number | undefined, shares as number | undefined)).toEqual(expected);
  });
});
