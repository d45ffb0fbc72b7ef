import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatherSummaries } from "../../../shared/core/gather-summaries.ts";
import type { Summary } from "../../../shared/core/summary.ts";

const summary = (relayed: number, dead = 0): Summary => ({
  event: "summary",
  link: "shop/return",
  invocations: 1,
  received: relayed + dead,
  relayed,
  dropped: 0,
  dead,
  retry: 0,
  settled: relayed + dead,
  messages: relayed,
  elapsedMs: 5,
});

function gathering(everyMs: number) {
  const given: Summary[] = [];
  const clock = { ms: 1_000_000 };
  return {
    given,
    clock,
    ...gatherSummaries(
      (each) => void given.push(each),
      everyMs,
      () => clock.ms,
    ),
  };
}

describe("gathered summaries", () => {
  it("are given one by one where no time is set", () => {
    const { add, given } = gathering(0);
    add(summary(1));
    add(summary(2));
    expect(given).toEqual([summary(1), summary(2)]);
  });

  it("are given at once at first, then added up until the time is over", () => {
    const { add, given, clock } = gathering(10_000);
    add(summary(1));
    clock.ms += 4_000;
    add(summary(1));
    clock.ms += 5_999;
    add(summary(0, 1));
    expect(given).toEqual([summary(1)]);
    clock.ms += 1;
    add(summary(1));
    expect(given[1]).toEqual({ ...summary(2, 1), invocations: 3, elapsedMs: 15 });
  });

  it("hold nothing back as the instance ends, and nothing for ever where the clock is set back", () => {
    const { add, flush, given, clock } = gathering(10_000);
    add(summary(1));
    add(summary(2));
    flush();
    flush();
    expect(given).toEqual([summary(1), summary(2)]);
    clock.ms -= 3_600_000;
    add(summary(3));
    expect(given.at(-1)).toEqual(summary(3));
  });

  it("add up to what was put in, whatever the pace", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20_000), fc.nat(9), fc.nat(3))), fc.nat(15_000), (calls, everyMs) => {
        const { add, flush, given, clock } = gathering(everyMs);
        for (const [pause, relayed, dead] of calls) {
          clock.ms += pause;
          add(summary(relayed, dead));
        }
        flush();
        const sum = (of: keyof Summary) => given.reduce((total, each) => total + Number(each[of]), 0);
        expect([sum("invocations"), sum("relayed"), sum("dead")]).toEqual([
          calls.length,
          calls.reduce((total, [, relayed]) => total + relayed, 0),
          calls.reduce((total, [, , dead]) => total + dead, 0),
        ]);
      }),
    );
  });
});
