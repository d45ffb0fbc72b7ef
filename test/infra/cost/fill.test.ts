import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assume } from "../../../infra/cost/assumptions.ts";
import { leastRequestsPerMessage, polling, requestsPerMessage, sendFill } from "../../../infra/cost/fill.ts";
import { aLambdaShape, aLoad } from "../../support/a-cost-shape.ts";

const assumed = assume("assumed");

describe("requestsPerMessage", () => {
  it("counts a request for each 64 KB, and one at least", () => {
    expect([requestsPerMessage(10, 100), requestsPerMessage(10, 10_390), requestsPerMessage(1, 65_537)]).toEqual([
      0.1, 0.2, 2,
    ]);
  });

  it("never makes an average fill cheaper than the best whole one", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 10, noNaN: true }),
        fc.integer({ min: 1, max: 1_048_576 }),
        (fill, bytes) => {
          expect(requestsPerMessage(fill, bytes)).toBeGreaterThanOrEqual(leastRequestsPerMessage(bytes) * (1 - 1e-9));
        },
      ),
    );
  });
});

describe("polling", () => {
  const batches = (perSecond: number, maxMessages: number, windowSeconds: number, bodyBytes = 1_024) => {
    const shape = aLambdaShape({ batch: { maxMessages, windowSeconds } });
    const { fill, batch } = polling(shape, aLoad(perSecond, { bodyBytes }), perSecond, assumed);
    return [fill, Math.round(batch * 10) / 10];
  };

  it("fills receives with what comes in 20 ms, 1 to 10 at a time whatever the batch", () => {
    expect([batches(1, 100, 1), batches(100, 100, 1), batches(5_000, 1_000, 5)]).toEqual([
      [1, 1],
      [2, 50],
      [10, 1_000],
    ]);
  });

  it("makes batches of one receive where there is no window", () => {
    expect([batches(1, 10, 0), batches(100, 10, 0), batches(5_000, 10, 0)]).toEqual([
      [1, 1],
      [2, 2],
      [10, 10],
    ]);
  });

  it("ends a batch at 6 MB", () => {
    expect(batches(10_000, 1_000, 5, 102_400)).toEqual([10, 54.8]);
  });

  it("keeps 5 pollers where concurrency is limited, and as many as are paid for where they are provisioned", () => {
    const pollers = (changes: object, perSecond: number) =>
      polling(aLambdaShape(changes), aLoad(perSecond), perSecond, assumed).pollers;
    expect([
      pollers({}, 0),
      pollers({ maxConcurrency: 4 }, 0),
      pollers({ pollers: {} }, 0),
      pollers({ pollers: { min: 4 } }, 0),
      pollers({ pollers: { max: 3 } }, 100_000),
      pollers({ pollers: {} }, 10_000),
    ]).toEqual([2, 5, 2, 4, 3, 100]);
  });
});

describe("sendFill", () => {
  it("is 1 to 10, and what fits into 1 MiB", () => {
    expect([sendFill(0.3, 100), sendFill(4, 100), sendFill(50, 100), sendFill(50, 300_000)]).toEqual([1, 4, 10, 3]);
  });
});
