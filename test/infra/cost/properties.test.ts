import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estimate } from "../../../infra/cost/estimate.ts";
import type { Load } from "../../../infra/cost/load.ts";
import type { Range } from "../../../infra/cost/range.ts";
import { standardPrices } from "../../../infra/cost/read-prices.ts";
import type { LinkShape } from "../../../infra/cost/shape.ts";
import { aLambdaShape, aQueue, aRunShape, aTopic } from "../../support/a-cost-shape.ts";

const list = standardPrices();

const queues = fc.record({
  fifo: fc.boolean(),
  region: fc.constantFrom("eu-west-1", "us-east-1"),
  kmsKey: fc.constantFrom(undefined, "arn"),
});
const queue = queues.map(({ kmsKey, ...rest }) => aQueue({ ...rest, ...(kmsKey === undefined ? {} : { kmsKey }) }));
const topic = fc
  .record({
    ordered: fc.boolean(),
    region: fc.constantFrom("europe-west1", "us-central1"),
    udfs: fc.constantFrom(0, 1),
  })
  .map((changes) => aTopic(changes));
const targets = fc.oneof(
  fc.array(queue, { minLength: 1, maxLength: 3 }),
  fc.array(topic, { minLength: 1, maxLength: 2 }),
);
const logs = fc.record({
  summaries: fc.boolean(),
  platform: fc.boolean(),
  retentionDays: fc.constantFrom(0, 30, 365),
});
const batch = fc.constantFrom(
  { maxMessages: 10, windowSeconds: 0 },
  { maxMessages: 100, windowSeconds: 1 },
  { maxMessages: 1_000, windowSeconds: 5 },
);
const limits = fc.constantFrom({}, { maxConcurrency: 10 }, { pollers: {} }, { pollers: { min: 4, max: 20 } });
const lambdas = fc
  .record({ source: queue, targets, logs, batch, memoryMb: fc.constantFrom(128, 256, 1_024), limits })
  .map(({ limits: more, ...changes }) => aLambdaShape({ ...changes, ...more }));
const runs = fc
  .record({ source: topic, targets, logs, concurrency: fc.constantFrom(1, 80), lingerMs: fc.constantFrom(0, 5, 100) })
  .map((changes) => aRunShape(changes));
const shapes: fc.Arbitrary<LinkShape> = fc.oneof(lambdas, runs);

const rates = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 50_000, noNaN: true }));
const loads: fc.Arbitrary<Load> = fc
  .record({
    messagesPerSecond: rates,
    bodyBytes: fc.integer({ min: 0, max: 1_000_000 }),
    tenants: fc.boolean(),
    sentPerMessage: fc.constantFrom(0.1, 1, 3),
    compressedShare: fc.constantFrom(undefined, 0, 0.3, 1),
    times: fc.constantFrom(1, 10),
  })
  .map(({ compressedShare, times, ...load }) => ({
    ...load,
    burstPerSecond: load.messagesPerSecond * times,
    ...(compressedShare === undefined ? {} : { compressedShare }),
  }));

const monthly = (shape: LinkShape, load: Load): Range => estimate([{ shape, load }], list).perMonth;
const atMost = (one: number, other: number) => expect(one).toBeLessThanOrEqual(other * (1 + 1e-9) + 1e-9);
const ordered = ({ low, assumed, high }: Range) => {
  atMost(low, assumed);
  atMost(assumed, high);
};

describe("an estimate", () => {
  it("has its lines add up to its sum", () => {
    fc.assert(
      fc.property(shapes, loads, (shape, load) => {
        const { lines, perMonth } = estimate([{ shape, load }], list).links[0] ?? {
          lines: [],
          perMonth: { assumed: -1 },
        };
        const sum = lines.reduce((total, line) => total + line.perMonth.assumed, 0);
        expect(Math.abs(sum - perMonth.assumed)).toBeLessThan(1e-6 * (1 + sum));
      }),
    );
  });

  it("lies between its ends, and so does each of its lines", () => {
    fc.assert(
      fc.property(shapes, loads, (shape, load) => {
        const { links, ...sums } = estimate([{ shape, load }], list);
        for (const range of [sums.perMonth, sums.afterFree, sums.idle, sums.floor]) ordered(range);
        for (const { perMonth } of links.flatMap(({ lines }) => lines)) ordered(perMonth);
      }),
    );
  });

  it("never goes below the floor, and what is free only takes away", () => {
    fc.assert(
      fc.property(shapes, loads, (shape, load) => {
        const { perMonth, floor, afterFree } = estimate([{ shape, load }], list);
        for (const end of ["low", "assumed", "high"] as const) {
          atMost(floor[end], perMonth[end]);
          atMost(afterFree[end], perMonth[end]);
          expect(afterFree[end]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("never falls as messages get more", () => {
    fc.assert(
      fc.property(shapes, loads, fc.double({ min: 1, max: 20, noNaN: true }), (shape, load, times) => {
        const more = {
          ...load,
          messagesPerSecond: load.messagesPerSecond * times,
          burstPerSecond: (load.burstPerSecond ?? 0) * times,
        };
        const [fewer, many] = [monthly(shape, load), monthly(shape, more)];
        for (const end of ["low", "assumed", "high"] as const) atMost(fewer[end], many[end]);
      }),
    );
  });

  it("never falls as messages get larger", () => {
    fc.assert(
      fc.property(shapes, loads, fc.integer({ min: 0, max: 1_000_000 }), (shape, load, bodyBytes) => {
        const [small, large] = [load.bodyBytes, bodyBytes].sort((left, right) => left - right);
        const [less, more] = [small ?? 0, large ?? 0].map((bytes) => monthly(shape, { ...load, bodyBytes: bytes }));
        for (const end of ["low", "assumed", "high"] as const) atMost(less?.[end] ?? 0, more?.[end] ?? 0);
      }),
    );
  });

  it("of several links is the sum of them, less what volume saves", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(shapes, loads), { minLength: 1, maxLength: 4 }), (pairs) => {
        const links = pairs.map(([shape, load], at) => ({ shape: { ...shape, name: `shop/${at}` }, load }));
        const whole = estimate(links, list);
        const shares = whole.links.reduce((sum, { perMonth }) => sum + perMonth.assumed, 0);
        const alone = links.reduce((sum, { shape, load }) => sum + monthly(shape, load).assumed, 0);
        expect(Math.abs(shares - whole.perMonth.assumed)).toBeLessThan(1e-6 * (1 + shares));
        atMost(whole.perMonth.assumed, alone);
        atMost(whole.floor.assumed, whole.perMonth.assumed);
      }),
    );
  });
});
