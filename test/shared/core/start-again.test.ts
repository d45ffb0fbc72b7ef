import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, HopspanError } from "../../../shared/core/errors.ts";
import { startAgain } from "../../../shared/core/start-again.ts";

const later = () => new HopspanError("SECRET_STORE", "not now", true);

/** What the process would hear of: what nobody has caught. */
const unhandled: unknown[] = [];
const hear = (thrown: unknown) => void unhandled.push(thrown);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
afterEach(() => void unhandled.splice(0));

describe("a start", () => {
  it("begins at once, and is one for everybody", async () => {
    let starts = 0;
    const ready = startAgain(async () => {
      starts += 1;
      return starts;
    });
    expect(starts).toBe(1);
    expect(await Promise.all([ready(), ready(), ready()])).toEqual([1, 1, 1]);
  });

  it("that failed for now is tried again by the next call, and ends nothing", async () => {
    process.on("unhandledRejection", hear);
    const outcomes = [later(), later(), undefined];
    let starts = 0;
    const ready = startAgain(async () => {
      const error = outcomes[starts++];
      if (error !== undefined) throw error;
      return "started";
    });
    await settled();
    await expect(ready()).rejects.toThrow("not now");
    expect([await ready(), await ready(), starts]).toEqual(["started", "started", 3]);
    process.off("unhandledRejection", hear);
    expect(unhandled).toEqual([]);
  });

  it("fails all who wait for it, and is then tried again once for all", async () => {
    let starts = 0;
    const ready = startAgain(async () => {
      starts += 1;
      await settled();
      if (starts === 1) throw later();
      return starts;
    });
    const waiting = await Promise.allSettled([ready(), ready()]);
    expect(waiting.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await Promise.all([ready(), ready()])).toEqual([2, 2]);
  });

  it.each([
    ["can never succeed", new ConfigError([{ severity: "error", code: "LINK", message: "wrong" }])],
    ["failed for who knows what", new TypeError("wrong")],
  ])("that %s is not tried again, and the process hears of it", async (_, wrong) => {
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", hear);
    let starts = 0;
    const ready = startAgain(async () => {
      starts += 1;
      throw wrong;
    });
    await expect(ready()).rejects.toBe(wrong);
    await expect(ready()).rejects.toBe(wrong);
    await settled();
    process.off("unhandledRejection", hear);
    for (const other of others) process.on("unhandledRejection", other);
    expect([starts, unhandled]).toEqual([1, [wrong]]);
  });
});
