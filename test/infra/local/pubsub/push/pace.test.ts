import { describe, expect, it } from "vitest";
import { PUSH_LIMITS } from "../../../../../infra/local/pubsub/limits.ts";
import { pace } from "../../../../../infra/local/pubsub/push/pace.ts";

/** A pace in virtual time, and rounds of requests that all end alike. */
function aPace() {
  let now = 0;
  const speed = pace(() => now);
  const pauseMs = () => Math.max(0, speed.pausedUntil() - now);
  const round = (isAcked: boolean, elapsedMs = 10) => {
    now += pauseMs();
    const startedAt = now;
    const requests = speed.room(0);
    now += elapsedMs;
    for (let each = 0; each < requests; each++) isAcked ? speed.acked(startedAt) : speed.refused(startedAt);
    return requests;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { speed, round, pauseMs, pass };
}
const { window, backOffMs } = PUSH_LIMITS;

describe("the window of a push", () => {
  it("starts in single digits, doubles with each round of quick acknowledgements, and ends at its cap", () => {
    const { round } = aPace();
    expect(Array.from({ length: 10 }, () => round(true))).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1_000, 1_000]);
  });

  it("leaves room for what is not under way", () => {
    const { speed } = aPace();
    expect([speed.room(0), speed.room(3), speed.room(9)]).toEqual([window.start, window.start - 3, 0]);
  });

  it("doesn't grow by slow answers", () => {
    const { round } = aPace();
    expect([round(true, 1_000), round(true, 1_000), round(true, 999), round(true)]).toEqual([5, 5, 5, 10]);
  });

  it("doesn't grow while more than one answer in a hundred refuses", () => {
    const { speed, round } = aPace();
    for (let each = 0; each < 7; each++) round(true);
    const size = speed.room(0);
    for (let each = 0; each < 20; each++) speed.refused(-1);
    round(true);
    expect(speed.room(0)).toBeLessThan(size * 2);
  });

  it("halves with a round that meets refusals, down to one", () => {
    const { round } = aPace();
    round(true);
    expect(Array.from({ length: 6 }, () => round(false))).toEqual([10, 5, 2, 1, 1, 1]);
  });
});

describe("the back-off of a push", () => {
  it("begins at 100 ms, doubles with each round of refusals, and ends at 60 s", () => {
    const { round, pauseMs } = aPace();
    const pauses = Array.from({ length: 12 }, () => {
      round(false);
      return pauseMs();
    });
    expect(pauses.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(pauses.slice(-2)).toEqual([backOffMs.max, backOffMs.max]);
  });

  it("counts refusals of requests that were under way together once", () => {
    const { speed, pauseMs, pass } = aPace();
    pass(10);
    for (const startedAt of [1, 2, 3]) speed.refused(startedAt);
    expect(pauseMs()).toBe(100);
  });

  it("leaves no room while it lasts", () => {
    const { speed, pass } = aPace();
    pass(10);
    speed.refused(1);
    expect(speed.room(0)).toBe(0);
    pass(100);
    expect(speed.room(0)).toBe(2);
  });

  it("falls with acknowledgements until nothing is left of it", () => {
    const { speed, round, pauseMs } = aPace();
    for (let each = 0; each < 5; each++) round(false);
    expect(pauseMs()).toBe(1_600);
    for (let each = 0; each < 5; each++) round(true);
    round(false);
    expect(pauseMs()).toBe(100);
    expect(speed.room(0)).toBe(0);
  });

  it("stays about where it is where one answer in five refuses", () => {
    const { speed, pauseMs, pass } = aPace();
    const pauses = Array.from({ length: 40 }, (_, second) => {
      pass(100_000);
      speed.refused(second * 100_000 + 1);
      for (let acks = 0; acks < 4; acks++) speed.acked(second * 100_000 + 1);
      return pauseMs();
    });
    expect(Math.max(...pauses)).toBeLessThan(1_000);
    expect(Math.min(...pauses)).toBe(100);
  });
});
