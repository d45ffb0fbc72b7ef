import { describe, expect, it } from "vitest";
import { SinkError } from "../../../shared/core/errors.ts";
import type { Budget } from "../../../shared/core/ports.ts";
import { shareTime } from "../../../shared/core/share-time.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const late = new SinkError("LATE", "late", true);
const never = () => new Promise<never>(() => {});
const shares = (ms: number) => {
  const time = virtualTiming();
  return { ...time, ...shareTime(time.budget(ms), time.timing.after) };
};

describe("shareTime", () => {
  it("tells each part when to be through, and gives what it gives", async () => {
    const told = async (ms: number) => {
      const { sending, burying } = shares(ms);
      const left = async (budget: Budget) => budget.remainingMs();
      return [await sending(left, late), await burying(left, late)];
    };
    expect(await told(60_000)).toEqual([59_000, 59_600]);
    expect(await told(5_000)).toEqual([4_000, 4_600]);
    expect(await told(1_000)).toEqual([800, 920]);
    expect(await told(0)).toEqual([0, 0]);
    expect(await told(-500)).toEqual([-400, -460]);
  });

  it("ends a part that never ends, after the time that it was told and before the next part's", async () => {
    for (const [ms, sent, buried] of [
      [60_000, 59_200, 59_700],
      [1_000, 840, 940],
    ]) {
      const { sending, burying, run, now } = shares(ms ?? 0);
      await expect(run(sending(never, late))).rejects.toBe(late);
      expect(now()).toBe(sent);
      await expect(run(burying(never, late))).rejects.toBe(late);
      expect(now()).toBe(buried);
    }
  });

  it("hears a part to the end of its time, and what is given right then", async () => {
    const { sending, pause, run } = shares(10_000);
    const lastMoment = async (budget: Budget) => {
      await pause(budget.remainingMs());
      return "just in time";
    };
    expect(await run(sending(lastMoment, late))).toBe("just in time");
  });

  it("starts a part also where no time is left, and waits for none that is not there", async () => {
    const { burying, run, now } = shares(0);
    expect(await burying(async () => "at once", late)).toBe("at once");
    await expect(run(burying(never, late))).rejects.toBe(late);
    expect(now()).toBe(0);
  });

  it("passes on what is thrown, at once or later, and leaves no timer behind", async () => {
    const { sending, burying, open } = shares(10_000);
    const odd = new Error("odd");
    const thrown = () => {
      throw odd;
    };
    await expect(sending(thrown, late)).rejects.toBe(odd);
    await expect(burying(() => Promise.reject(odd), late)).rejects.toBe(odd);
    await sending(async () => {}, late);
    expect(open()).toBe(0);
  });

  it("takes the process's own timers where it is given none", async () => {
    const { burying } = shareTime({ remainingMs: () => 20 });
    await expect(burying(never, late)).rejects.toBe(late);
    await expect(burying(async () => "given", late)).resolves.toBe("given");
  });
});
