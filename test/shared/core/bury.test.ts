import { describe, expect, it } from "vitest";
import { buryAll } from "../../../shared/core/bury.ts";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import type { DeadLetters, Delivery, Outcome } from "../../../shared/core/ports.ts";
import { shareTime } from "../../../shared/core/share-time.ts";
import { held, type Verdict } from "../../../shared/core/verdict.ts";
import { aDelivery } from "../../support/a-message.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const damaged = new DecodeError("HEADER", "damaged");
const full = new SinkError("FULL", "the dead letters are full", true);
const dead = (receipt: string, lane?: string): Verdict => ({
  delivery: aDelivery(receipt, lane === undefined ? {} : { lane }),
  outcome: { receipt, attempt: 2, kind: "dead", error: damaged },
});
const plain = (receipt: string, kind: "dropped" | "relayed", lane?: string): Verdict => ({
  ...dead(receipt, lane),
  outcome: kind === "dropped" ? { receipt, kind } : { receipt, kind, messages: 1 },
});

/** Buries with 10 seconds on the clock; `put` may take its time by `pause`. */
function burial(put: (receipt: string, pause: (ms: number) => Promise<void>) => Promise<void> | void) {
  const time = virtualTiming();
  const begun: string[] = [];
  const deadLetters: DeadLetters = {
    async put({ receipt }: Delivery) {
      begun.push(`${receipt} at ${time.now()}`);
      await put(receipt, time.pause);
    },
  };
  const { burying } = shareTime(time.budget(10_000), time.timing.after);
  const bury = (verdicts: readonly Verdict[]) =>
    time.run(buryAll(verdicts, { link: "shop/orders", deadLetters, now: time.now }, burying));
  return { bury, begun, now: time.now };
}
const brief = (outcomes: readonly Outcome[]) =>
  outcomes.map((each) => `${each.receipt} ${each.kind}${"error" in each ? ` ${each.error.code}` : ""}`);

describe("buryAll", () => {
  it("lays down what is dead and nothing else, with the reason, and keeps the order of the verdicts", async () => {
    const laid: unknown[] = [];
    const deadLetters: DeadLetters = {
      async put(delivery, reason, budget) {
        laid.push([delivery.receipt, reason, budget.remainingMs()]);
      },
    };
    const { burying } = shareTime({ remainingMs: () => 10_000 }, virtualTiming().timing.after);
    const retry: Verdict = { ...dead("d"), outcome: { receipt: "d", kind: "retry", error: full } };
    const verdicts = [plain("a", "relayed"), dead("b"), plain("c", "dropped"), retry];
    expect(await buryAll(verdicts, { link: "shop/orders", deadLetters, now: () => 7 }, burying)).toEqual(
      verdicts.map(({ outcome }) => outcome),
    );
    expect(laid).toEqual([["b", { link: "shop/orders", error: damaged, at: 7 }, 9_600]]);
  });

  it("lays down at once what stands in no lane, and the lanes beside each other", async () => {
    const { bury, begun } = burial((_, pause) => pause(50));
    const verdicts = [dead("x"), dead("a1", "a"), dead("a2", "a"), dead("b1", "b"), dead("y"), dead("a3", "a")];
    expect(brief(await bury(verdicts))).toEqual(verdicts.map(({ outcome }) => `${outcome.receipt} dead HEADER`));
    expect(begun).toEqual(["x at 0", "a1 at 0", "b1 at 0", "y at 0", "a2 at 50", "a3 at 100"]);
  });

  it("keeps both reasons of what could not be buried: why it is dead, and why it is not buried", async () => {
    const { bury } = burial((receipt) => {
      if (receipt === "p1") throw full;
      throw new TypeError("oops");
    });
    expect(await bury([dead("p1"), dead("p2")])).toEqual([
      { receipt: "p1", attempt: 2, kind: "retry", error: full, unburied: damaged },
      {
        receipt: "p2",
        attempt: 2,
        kind: "retry",
        error: expect.objectContaining({ code: "UNEXPECTED" }),
        unburied: damaged,
      },
    ]);
  });

  it("buries nothing behind what could not be buried in its lane, and takes nothing else of the lane back", async () => {
    const { bury, begun } = burial((receipt) => {
      if (receipt === "a1") throw full;
    });
    const verdicts = [
      dead("a0", "a"),
      dead("a1", "a"),
      plain("a2", "relayed", "a"),
      plain("a3", "dropped", "a"),
      dead("a4", "a"),
      dead("b1", "b"),
    ];
    const outcomes = await bury(verdicts);
    expect(brief(outcomes)).toEqual([
      "a0 dead HEADER",
      "a1 retry FULL",
      "a2 relayed",
      "a3 dropped",
      "a4 retry HELD",
      "b1 dead HEADER",
    ]);
    expect(outcomes[4]).toMatchObject({ error: held(), unburied: damaged });
    expect(begun.map((each) => each.slice(0, 2)).sort()).toEqual(["a0", "a1", "b1"]);
  });

  it("ends by its time where the dead letters never answer, and loses nothing that they confirmed before", async () => {
    const { bury, begun, now } = burial((receipt) =>
      receipt.startsWith("good") ? undefined : new Promise<void>(() => {}),
    );
    const outcomes = await bury([dead("good"), dead("p1"), dead("p2"), dead("a1", "a"), dead("a2", "a")]);
    expect(brief(outcomes)).toEqual([
      "good dead HEADER",
      "p1 retry DEAD_LETTERS_LATE",
      "p2 retry DEAD_LETTERS_LATE",
      "a1 retry DEAD_LETTERS_LATE",
      "a2 retry HELD",
    ]);
    expect([now(), begun.length]).toEqual([9_700, 4]);
  });

  it("gives outcomes for no verdicts, and for a dead letter box that throws before it promises", async () => {
    const { burying } = shareTime({ remainingMs: () => 10_000 }, virtualTiming().timing.after);
    const put = () => {
      throw full;
    };
    const parts = { link: "l", deadLetters: { put }, now: () => 7 };
    expect(await buryAll([], parts, burying)).toEqual([]);
    expect(brief(await buryAll([dead("p")], parts, burying))).toEqual(["p retry FULL"]);
  });
});
