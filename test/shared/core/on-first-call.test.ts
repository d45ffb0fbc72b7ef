import { describe, expect, it } from "vitest";
import { onFirstCall } from "../../../shared/core/on-first-call.ts";

describe("onFirstCall", () => {
  it("does nothing before it is called, and all of it once for whoever calls", async () => {
    let count = 0;
    const made = onFirstCall(async () => ++count);
    expect(count).toBe(0);
    expect(await Promise.all([made(), made()])).toEqual([1, 1]);
    expect(await made()).toBe(1);
  });

  it("gives a failure to everybody", async () => {
    const made = onFirstCall(() => Promise.reject(new Error("gone")));
    await expect(made()).rejects.toThrow("gone");
    await expect(made()).rejects.toThrow("gone");
  });
});
