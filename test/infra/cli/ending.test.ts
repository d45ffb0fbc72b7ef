import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { endingOf } from "../../../infra/cli/ending.ts";

/** A process that is only asked and told, and a clock that stands still until it is moved. */
function aCommand() {
  const exits: number[] = [];
  const emitter = new EventEmitter();
  let now = 1_000;
  const ending = endingOf(Object.assign(emitter, { exit: (code: number) => void exits.push(code) }), () => now);
  return {
    ...ending,
    exits,
    signal(name: "SIGINT" | "SIGTERM" | "SIGHUP", value: number, afterMs = 0) {
      now += afterMs;
      emitter.emit(name, name, value);
    },
  };
}

describe("the ending of a command", () => {
  it.each([
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ] as const)("is asked for by a first %s, and does not wait for anything on a second one", (name, value) => {
    const { ended, signal, exits } = aCommand();
    expect(ended.aborted).toBe(false);
    signal(name, value);
    expect([ended.aborted, exits]).toEqual([true, []]);
    signal(name, value, 2_001);
    expect(exits).toEqual([128 + value]);
  });

  it.each([
    ["SIGINT", 2, 200],
    ["SIGTERM", 15, 200],
    ["SIGHUP", 1, 2_000],
  ] as const)("takes a %s that several pass on for one", (name, value, echoMs) => {
    const { signal, exits } = aCommand();
    signal(name, value);
    signal(name, value, echoMs);
    expect(exits).toEqual([]);
    signal(name, value, 1);
    expect(exits).toEqual([128 + value]);
  });

  it("is never at once where nobody is left who could ask", () => {
    const { end, ended, signal, exits } = aCommand();
    signal("SIGTERM", 15);
    end();
    end();
    expect([ended.aborted, exits]).toEqual([true, []]);
  });
});
