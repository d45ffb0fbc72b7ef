import { describe, expect, it } from "vitest";
import { growingPause } from "../../../../infra/local/process/growing-pause.ts";
import { startGate } from "../../../../infra/local/process/start-gate.ts";

describe("a start gate", () => {
  it("is open until it is shut, and then for as long as the pause has not passed", async () => {
    let nowMs = 1_000;
    const gate = startGate(() => nowMs);
    const { signal } = new AbortController();
    await gate.pass(signal);
    gate.shut();
    const stop = new AbortController();
    const waiting = gate.pass(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow("aborted");
    nowMs += 100;
    await gate.pass(signal);
  });

  it("lets nobody through who has been told to stop", async () => {
    await expect(startGate().pass(AbortSignal.abort())).rejects.toThrow("aborted");
  });
});

describe("a growing pause", () => {
  it("doubles up to its limit, until it is reset", () => {
    const pause = growingPause(100, 500);
    expect([pause.next(), pause.next(), pause.next(), pause.next(), pause.next()]).toEqual([100, 200, 400, 500, 500]);
    pause.reset();
    expect(pause.next()).toBe(100);
  });
});
