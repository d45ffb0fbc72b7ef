import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type {
  Budget,
  DeadLetters,
  Delivery,
  Outcome,
  Reason,
  SendResult,
  Sink,
  Transform,
} from "../../../shared/core/ports.ts";
import { aLink } from "../../support/a-link.ts";
import { aDelivery } from "../../support/a-message.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const busy = new SinkError("BUSY", "busy", true);
const bad = new SinkError("BAD", "bad", false);

/** When something ends: after so much of its budget, or never. More than 1: past it. */
const anyTime = fc.oneof(
  fc.constant(0),
  fc.constantFrom(1, 1, Number.POSITIVE_INFINITY),
  fc.double({ min: 0, max: 1.5, noNaN: true }),
);
const anyDelivery = fc.record({
  lane: fc.constantFrom(undefined, "a", "a", "b"),
  opens: fc.constantFrom("well", "well", "well", "damaged", "oddly", "in a circle"),
  parts: fc.constantFrom(1, 1, 0, 2, 3),
});
const anyResult: fc.Arbitrary<SendResult> = fc.constantFrom(
  { kind: "sent" },
  { kind: "sent" },
  { kind: "held" },
  { kind: "refused", error: busy },
  { kind: "refused", error: bad },
);
const anySink = fc.record({
  /** `too few` and `too many` results, none at all, a throw before or instead of the promise. */
  answers: fc.constantFrom("all", "all", "too few", "too many", "nonsense", "throws", "rejects"),
  after: anyTime,
  results: fc.array(anyResult, { minLength: 1, maxLength: 6 }),
});
const anyBurial = fc.record({
  ends: fc.constantFrom("well", "well", "well", "busy", "bad", "oddly", "throws"),
  after: anyTime,
});
const anyRun = fc.record({
  budgetMs: fc.oneof(
    fc.integer({ min: 1, max: 300 }),
    fc.integer({ min: 1, max: 60_000 }),
    fc.integer({ min: -9, max: 0 }),
  ),
  deliveries: fc.array(anyDelivery, { maxLength: 10 }),
  sink: anySink,
  burials: fc.array(anyBurial, { minLength: 1, maxLength: 10 }),
  reports: fc.boolean(),
});
type Run = typeof anyRun extends fc.Arbitrary<infer Value> ? Value : never;
const cycled = <Value>(list: readonly Value[], at: number): Value => list[at % list.length] as Value;
const numberOf = ({ receipt }: { readonly receipt: string }) => Number(receipt.slice(1));

type Clock = ReturnType<typeof virtualTiming>;

/** Passes such a share of the time that is told: past its end, or for ever. */
function wait({ pause }: Clock, budget: Budget, share: number): Promise<void> {
  if (share === 0) return Promise.resolve();
  return Number.isFinite(share) ? pause(Math.max(0, budget.remainingMs()) * share) : new Promise(() => {});
}

/** A sink that goes wrong as told; `said` is what it has answered for each message. */
function faultySink(time: Clock, { answers, after, results }: Run["sink"]) {
  const said = new Map<Message, SendResult | undefined>();
  const surplus = new Map<string, number>([
    ["too few", -2],
    ["too many", 2],
  ]);
  const sink: Sink = {
    send(messages, budget) {
      if (answers === "throws") throw busy;
      return wait(time, budget, after).then(() => {
        if (answers === "rejects") throw new Error("oops");
        if (answers === "nonsense") return undefined as unknown as readonly SendResult[];
        const length = Math.max(0, messages.length + (surplus.get(answers) ?? 0));
        const given = Array.from({ length }, (_, at) => cycled(results, at));
        for (const [at, message] of messages.entries()) said.set(message, given[at]);
        return given;
      });
    },
  };
  return { sink, said };
}

/** Dead letters of which each goes wrong as told; `put` is what was asked of them, `buried` what they confirmed. */
function faultyGraves(time: Clock, burials: Run["burials"]) {
  const put: [number, Reason][] = [];
  const buried = new Set<number>();
  const deadLetters: DeadLetters = {
    put(delivery, reason, budget) {
      const { ends, after } = cycled(burials, put.length);
      put.push([numberOf(delivery), reason]);
      if (ends === "throws") throw bad;
      return wait(time, budget, after).then(() => {
        if (ends !== "well") throw { busy, bad, oddly: new TypeError("oops") }[ends];
        buried.add(numberOf(delivery));
      });
    },
  };
  return { deadLetters, put, buried };
}

const mute = () => {
  throw new Error("no line can be written");
};

/** Carries one event through whatever happens, on a clock of its own. */
async function carry({ budgetMs, deliveries, sink: faults, burials, reports }: Run) {
  const time = virtualTiming();
  const { sink, said } = faultySink(time, faults);
  const { deadLetters, put, buried } = faultyGraves(time, burials);
  const transform: Transform = (message) =>
    Array.from({ length: Number(message.attributes.get("parts")?.value) }, () => ({ ...message }));
  const after = time.timing.after;
  const link = aLink({ after, transform, sink, deadLetters, ...(reports ? {} : { report: mute }) });
  const event = deliveries.map(deliveryOf);
  const outcomes = await time.run(link.run(event, time.budget(budgetMs)));
  return { event, outcomes, said, put, buried, lines: link.journal.lines, endedMs: time.now() };
}

function deliveryOf({ lane, opens, parts }: Run["deliveries"][number], at: number): Delivery {
  const attributes = new Map([["parts", { type: "Number", value: String(parts) }]]);
  const trail = opens === "in a circle" ? ["fabric/link"] : [];
  const delivery = aDelivery(`r${at}`, {
    ...(lane === undefined ? {} : { lane }),
    message: { id: `id-${at}`, attributes, trail },
  });
  const open = () => {
    throw opens === "damaged" ? new DecodeError("HEADER", "damaged") : new Error("oops");
  };
  return opens === "damaged" || opens === "oddly" ? { ...delivery, open } : delivery;
}

type Carried = Awaited<ReturnType<typeof carry>>;
const saidOf = ({ said }: Carried, at: number) =>
  [...said].filter(([{ id }]) => id === `id-${at}` || id.startsWith(`id-${at}.`)).map(([, result]) => result?.kind);

describe("relay, whatever its sink and its dead letters do", () => {
  const holds = (rule: (carried: Carried, run: Run) => void) =>
    fc.assert(
      fc.asyncProperty(anyRun, async (run) => rule(await carry(run), run)),
      { numRuns: 500 },
    );

  it("gives exactly one outcome per delivery, in their order", () =>
    holds(({ event, outcomes }) => {
      expect(outcomes.map(({ receipt }) => receipt)).toEqual(event.map(({ receipt }) => receipt));
    }));

  it("answers before the budget's end, with time left for the answer itself", () =>
    holds(({ endedMs }, { budgetMs }) => {
      const answerMs = 0.3 * Math.min(1_000, budgetMs / 5);
      expect(endedMs).toBeLessThanOrEqual(Math.max(0, budgetMs - answerMs) + 1e-6);
    }));

  it("acknowledges nothing but what the target has confirmed whole, what is dropped, and what is buried", () =>
    holds((carried, { deliveries }) => {
      for (const [at, outcome] of carried.outcomes.entries()) {
        const { parts, opens } = deliveries[at] as Run["deliveries"][number];
        switch (outcome.kind) {
          case "relayed":
            expect([outcome.messages, saidOf(carried, at)]).toEqual([
              parts,
              Array.from({ length: parts }, () => "sent"),
            ]);
            break;
          case "dropped":
            expect([parts, opens]).toEqual([0, "well"]);
            break;
          case "dead":
            expect([outcome.error.retryable, carried.buried.has(at)]).toEqual([false, true]);
            break;
          case "retry":
            break;
        }
      }
    }));

  it("buries each delivery at most once, and only what is hopeless; what it can't bury keeps its reason", () =>
    holds(({ outcomes, put, lines }, { reports }) => {
      expect(new Set(put.map(([at]) => at)).size).toBe(put.length);
      expect(put.filter(([, { error }]) => error.retryable)).toEqual([]);
      for (const [at, { error }] of put) {
        const outcome = outcomes[at] as Outcome;
        expect(outcome.kind === "dead" ? outcome.error : outcome.kind === "retry" && outcome.unburied).toBe(error);
      }
      const kept = outcomes.filter((outcome) => outcome.kind === "retry" && outcome.unburied !== undefined);
      const told = lines.map((line) => JSON.parse(line)).filter(({ unburied }) => unburied !== undefined);
      if (reports) expect(told.map(({ receipt }) => receipt)).toEqual(kept.map(({ receipt }) => receipt));
    }));

  it("buries a lane in its order, and nothing of it behind what has to come again", () =>
    holds(({ event, outcomes, put: asked }) => {
      for (const lane of ["a", "b"]) {
        const own = [...outcomes.entries()].filter(([at]) => event[at]?.lane === lane);
        const put = asked.map(([at]) => at).filter((at) => event[at]?.lane === lane);
        expect(put).toEqual(put.toSorted((left, right) => left - right));
        const behind = own.slice(own.findIndex(([, { kind }]) => kind === "retry") + 1);
        const isBlocked = own.some(([, { kind }]) => kind === "retry");
        if (isBlocked) expect(behind.filter(([, { kind }]) => kind === "dead")).toEqual([]);
      }
    }));
});
