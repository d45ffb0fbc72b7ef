import { afterEach, describe, expect, it, vi } from "vitest";
import { renewing } from "../../../shared/identity/renewing.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

afterEach(() => void vi.useRealTimers());

/** A thing that lives for so long, numbered as it is issued; clocks that the test moves. */
function aThing(lifetimeMs = HOUR_MS) {
  const clock = { wall: 1_000_000, steady: 0 };
  let issued = 0;
  let failing = false;
  const thing = renewing(
    async () => {
      if (failing) throw new Error("not now");
      issued += 1;
      return { value: issued, lifetimeMs };
    },
    { wall: () => clock.wall, steady: () => clock.steady },
  );
  return {
    ...thing,
    clock,
    fail(is: boolean) {
      failing = is;
    },
    pass(ms: number) {
      clock.wall += ms;
      clock.steady += ms;
    },
  };
}

describe("a thing that is renewed", () => {
  it("is renewed five minutes ahead of its end, and not before", async () => {
    const { get, pass } = aThing();
    const seen = [await get()];
    for (const minutes of [54, 1, 54, 1]) {
      pass(minutes * MINUTE_MS);
      seen.push(await get());
    }
    expect(seen).toEqual([1, 1, 2, 2, 3]);
  });

  it("is used by half where it lives for less than ten minutes", async () => {
    const { get, pass } = aThing(4 * MINUTE_MS);
    const seen = [await get()];
    for (let minute = 0; minute < 4; minute += 1) {
      pass(MINUTE_MS);
      seen.push(await get());
    }
    expect(seen).toEqual([1, 1, 2, 2, 3]);
  });

  it.each([
    ["the clock was set back", { wall: -HOUR_MS, steady: HOUR_MS }],
    ["the machine was frozen", { wall: HOUR_MS, steady: 0 }],
  ])("lives no longer where %s", async (_, { wall, steady }) => {
    const { get, clock } = aThing();
    await get();
    clock.wall += wall;
    clock.steady += steady;
    expect(await get()).toBe(2);
  });

  it("is asked for every half minute while a renewal fails, and lost only with its end", async () => {
    const { get, pass, fail } = aThing();
    await get();
    fail(true);
    pass(56 * MINUTE_MS);
    expect(await get()).toBe(1);
    fail(false);
    pass(29_000);
    expect(await get()).toBe(1);
    pass(1_000);
    expect(await get()).toBe(2);
    fail(true);
    pass(HOUR_MS);
    await expect(get()).rejects.toThrow("not now");
    fail(false);
    expect(await get()).toBe(3);
  });

  it("is renewed by the next call where it was refused, unless it is younger than a minute", async () => {
    const { get, refuse, pass } = aThing();
    await get();
    refuse();
    expect(await get()).toBe(1);
    pass(MINUTE_MS);
    refuse();
    expect(await get()).toBe(2);
  });

  it("is renewed once for callers at the same time, and all of them hear of a failure", async () => {
    const { get, fail } = aThing();
    expect(await Promise.all([get(), get(), get()])).toEqual([1, 1, 1]);
    const other = aThing();
    other.fail(true);
    const results = await Promise.allSettled([other.get(), other.get()]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    fail(false);
  });

  it("is given up after twelve seconds where its issuer is silent, and asked for again by the next call", async () => {
    vi.useFakeTimers();
    let silent = true;
    const { get } = renewing(() =>
      silent ? new Promise<never>(() => {}) : Promise.resolve({ value: "here", lifetimeMs: HOUR_MS }),
    );
    const waiting = [get(), get()].map((each) => expect(each).rejects.toMatchObject({ code: "NO_IDENTITY" }));
    await vi.advanceTimersByTimeAsync(12_000);
    await Promise.all(waiting);
    silent = false;
    expect(await get()).toBe("here");
  });
});
