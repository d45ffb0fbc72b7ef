import { describe, expect, it } from "vitest";
import { ENDED, unlessEnded } from "../../../../infra/local/process/unless-ended.ts";

const never = () => new Promise<never>(() => {});

describe("unlessEnded", () => {
  it("gives what is waited for, or throws what that throws", async () => {
    const { signal } = new AbortController();
    expect(await unlessEnded(signal, async () => 1)).toBe(1);
    await expect(unlessEnded(signal, () => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
  });

  it("waits no longer than until the end", async () => {
    const ended = new AbortController();
    const waiting = unlessEnded(ended.signal, never);
    ended.abort();
    await expect(waiting).rejects.toMatchObject({ code: ENDED });
  });

  it("begins nothing after the end", async () => {
    let begun = false;
    const begin = async () => {
      begun = true;
    };
    await expect(unlessEnded(AbortSignal.abort(), begin)).rejects.toMatchObject({ code: ENDED });
    expect(begun).toBe(false);
  });
});
