// The figures of an earlier calculation with the same assumptions, made apart from this code: what is compared is the
// arithmetic. Nothing on either side was measured.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { estimate } from "../../../infra/cost/estimate.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import type { LinkShape } from "../../../infra/cost/shape.ts";
import { aLambdaShape, aLoad, aRunShape } from "../../support/a-cost-shape.ts";

/** By design: a row per size, a column per rate. */
const figures = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../fixtures/cost/dollars-per-million.json"), "utf8"),
) as Readonly<Record<string, readonly (readonly number[])[]>>;

const listed = standardPrices();
// The table has no volume tiers of SQS, which begin at 100 billion requests a month.
const list = {
  ...listed,
  prices: { ...listed.prices, "sqs.standard": { ...listed.prices["sqs.standard"], tiers: [] } },
};

const BURSTY = 1e6 / 2_628_000;
/** The columns: messages per second, the last being a million a month in bursts of 1,000/s. */
const RATES = [1, 100, 10_000, 100_000, BURSTY] as const;
const KILOBYTES = [1, 10, 100] as const;

/** 128 MB, 256 above 0.4 MB in hand and 512 above 2.5 MB: the table's rule. */
function memoryMb(kilobytes: number, maxMessages: number, windowSeconds: number, perSecond: number): number {
  const collected = windowSeconds === 0 ? 10 : Math.max(1, (perSecond * windowSeconds) / 2);
  const held = Math.min(maxMessages, collected, 6e6 / (kilobytes * 1_085 + 850)) * kilobytes * 1_024;
  return held > 2.5e6 ? 512 : held > 4e5 ? 256 : 128;
}

const lambda = (maxMessages: number, windowSeconds: number) => (kilobytes: number, perSecond: number) =>
  aLambdaShape({
    batch: { maxMessages, windowSeconds },
    memoryMb: memoryMb(kilobytes, maxMessages, windowSeconds, perSecond),
  });
const micro = () => aRunShape({ cpu: 0.083, memoryMb: 256, concurrency: 1, lingerMs: 0 });
const whole = () => aRunShape({ concurrency: 250, lingerMs: 40 });

type Shape = (kilobytes: number, perSecond: number) => LinkShape;
const table: readonly [string, "cost" | "floor", Shape, number][] = [
  [
    "the floor from AWS to Google",
    "floor",
    lambda(10, 0),
    // Six messages of 10 KB fit into one chunk of 64 KB: a sixth of a request each, and ten make a fifth.
    0.025,
  ],
  [
    "batches of 10 without a window",
    "cost",
    lambda(10, 0),
    // 150 us of CPU per invocation, which the table leaves out, show where each message is one.
    0.012,
  ],
  ["batches of 100 with a window of 1 s", "cost", lambda(100, 1), 0.01],
  ["batches of 1,000 with a window of 5 s", "cost", lambda(1_000, 5), 0.01],
  ["the floor from Google to AWS", "floor", whole, 0.025],
  ["pushes to a twelfth of a vCPU", "cost", micro, 0.01],
  [
    "pushes to a whole vCPU",
    "cost",
    whole,
    // The table lets messages linger for 100 ms and bills calls of 100 ms: both can't be. At 100/s and 40 ms five meet,
    // not ten; and it does not count instances by the requests that they hold.
    0.07,
  ],
];

const cells = table.flatMap(([name, figure, shape, tolerance]) =>
  (figures[name] ?? []).flatMap((row, size) =>
    row.map((expected, at) => ({
      name,
      figure,
      shape,
      tolerance,
      expected,
      kilobytes: KILOBYTES[size] ?? 0,
      perSecond: RATES[at] ?? 0,
    })),
  ),
);

describe("dollars per million", () => {
  it("are compared with every figure of the table", () => {
    expect(Object.keys(figures).sort()).toEqual(table.map(([name]) => name).sort());
    expect(cells.length).toBe(table.length * KILOBYTES.length * RATES.length);
  });

  it.each(cells)("of $name, $kilobytes KB, $perSecond/s are near $expected", (cell) => {
    const { figure, shape, tolerance, expected, kilobytes, perSecond } = cell;
    const burst = perSecond === BURSTY ? { burstPerSecond: 1_000 } : {};
    const load = aLoad(perSecond, { bodyBytes: kilobytes * 1_024, ...burst });
    const [link] = estimate([{ shape: shape(kilobytes, burst.burstPerSecond ?? perSecond), load }], list).links;
    const ours = link?.perMillion?.[figure].assumed ?? Number.NaN;
    // Half of the table's last digit on top.
    expect(Math.abs(ours - expected)).toBeLessThan(expected * tolerance + 0.0005);
  });
});
