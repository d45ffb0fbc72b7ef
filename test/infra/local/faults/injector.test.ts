import { describe, expect, it } from "vitest";
import { injector } from "../../../../infra/local/faults/injector.ts";
import { parseFaults } from "../../../../infra/local/faults/read-faults.ts";
import type { Asked } from "../../../../infra/local/faults/rule.ts";

const sending: Asked = { broker: "sqs", operation: "SendMessage", names: ["orders"] };
const batch: Asked = { ...sending, operation: "SendMessageBatch" };

/** With faults in YAML, and a clock that stands. */
function injecting(yaml: string) {
  const clock = { now: 0 };
  const faults = injector(() => clock.now);
  faults.put(parseFaults(yaml, "faults.yaml"));
  return { faults, clock };
}

describe("an injector", () => {
  it("does nothing before it has faults, and after they are lifted", () => {
    const faults = injector();
    expect(faults.fate(sending)).toEqual({ delayMs: 0 });
    faults.put(parseFaults("faults: [{ down: true }]", "faults.yaml"));
    expect(faults.fate(sending)).toEqual({ delayMs: 0, ending: { kind: "down" } });
    const heard: string[] = [];
    faults.onLift(() => heard.push("once"));
    faults.onLift(() => heard.push("never"))();
    faults.lift();
    faults.lift();
    expect(heard).toEqual(["once"]);
    expect(faults.fate(sending)).toEqual({ delayMs: 0 });
    expect(faults.counts()).toEqual([{ fault: "down", seen: 1, injected: 1 }]);
  });

  it("adds up delays, and ends a request by one fault alone, which alone counts", () => {
    const { faults } = injecting(
      "faults: [{ delayMs: 20 }, { refuse: OverLimit, times: 1 }, { hang: true }, { delayMs: 5 }]",
    );
    expect(faults.fate(sending)).toEqual({ delayMs: 25, ending: { kind: "refuse", code: "OverLimit" } });
    expect(faults.fate(sending)).toEqual({ delayMs: 25, ending: { kind: "hang" } });
    expect(faults.counts()).toEqual([
      { fault: "delayMs", seen: 4, injected: 4 },
      { fault: "refuse OverLimit", seen: 2, injected: 1 },
      { fault: "hang", seen: 2, injected: 1 },
    ]);
  });

  it("draws a delay between both ends", () => {
    const { faults } = injecting("faults: [{ delayMs: { least: 10, most: 30 } }]");
    const delays = Array.from({ length: 200 }, () => faults.fate(sending).delayMs);
    expect(delays.every((each) => each >= 10 && each < 30)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(150);
  });

  it("asks parts one by one, and never for the request as a whole", () => {
    const { faults } = injecting("faults: [{ failEntries: InternalError, skip: 1, times: 1 }]");
    expect(faults.fate(batch)).toEqual({ delayMs: 0 });
    const struck = [1, 2, 3].map(() => faults.stroke("failEntries", batch)?.fault);
    expect(struck).toEqual([undefined, { kind: "failEntries", code: "InternalError" }, undefined]);
    expect(faults.stroke("duplicate", batch)).toBeUndefined();
    expect(faults.counts()).toEqual([{ fault: "failEntries InternalError", seen: 3, injected: 1 }]);
  });

  it("begins anew with new faults, and keeps the counts of those before", () => {
    const { faults, clock } = injecting("faults: [{ down: true, forSeconds: 1 }]");
    faults.fate(sending);
    clock.now = 5_000;
    expect(faults.fate(sending).ending).toBeUndefined();
    faults.put(parseFaults("faults: [{ down: true, forSeconds: 1 }, { hang: true }]", "faults.yaml"));
    expect(faults.fate(sending).ending).toEqual({ kind: "down" });
    expect(faults.counts()).toEqual([
      { fault: "down", seen: 3, injected: 2 },
      { fault: "hang", seen: 1, injected: 0 },
    ]);
  });
});
