import { describe, expect, it } from "vitest";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import type { Message } from "../../../shared/core/message.ts";
import type { Budget, Delivery, Outcome, SendResult, Transform } from "../../../shared/core/ports.ts";
import { aLink } from "../../support/a-link.ts";
import { aBudget, aDelivery, aMessage } from "../../support/a-message.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const busy = new SinkError("BUSY", "the target is busy", true);
const bad = new SinkError("BAD", "the message is bad", false);
const damaged = new DecodeError("HEADER", "damaged");
const sent: SendResult = { kind: "sent" };

const poison = (receipt: string, parts: Partial<Delivery> = {}, thrown: unknown = damaged) =>
  aDelivery(receipt, {
    ...parts,
    open: () => {
      throw thrown;
    },
  });
const fates =
  (byId: Readonly<Record<string, SinkError>>) =>
  ({ id }: Message): SendResult => {
    const error = byId[id];
    return error === undefined ? sent : { kind: "refused", error };
  };
const brief = (outcomes: readonly Outcome[]) =>
  outcomes.map((each) => `${each.receipt} ${each.kind}${"error" in each ? ` ${each.error.code}` : ""}`);
const inLane = (receipt: string, lane = "a") => aDelivery(receipt, { lane, message: { orderingKey: lane } });
const split: Transform = (message) => [message, message];

describe("relay", () => {
  it("sends everything in one call, in the order of the event, and settles with one outcome per delivery", async () => {
    const link = aLink({ transform: (message) => (message.id === "id-r2" ? [] : split(message)) });
    const outcomes = await link.run([aDelivery("r1"), aDelivery("r2"), aDelivery("r3", { attempt: 2 })], aBudget());
    expect(outcomes).toEqual([
      { receipt: "r1", id: "id-r1", kind: "relayed", messages: 2 },
      { receipt: "r2", id: "id-r2", kind: "dropped" },
      { receipt: "r3", id: "id-r3", attempt: 2, kind: "relayed", messages: 2 },
    ]);
    expect(link.journal.sends.map(({ messages }) => messages)).toEqual([
      ["id-r1.0", "id-r1.1", "id-r3.0", "id-r3.1"].map((id) => aMessage({ id, trail: ["fabric/link"] })),
    ]);
  });

  it("answers an empty event, and does not trouble the sink where there is nothing to send", async () => {
    const link = aLink({ transform: () => [] });
    expect(await link.run([], aBudget())).toEqual([]);
    expect(brief(await link.run([aDelivery("r"), poison("p")], aBudget()))).toEqual(["r dropped", "p dead HEADER"]);
    expect(link.journal.sends).toEqual([]);
  });

  it("serves several invocations at the same time", async () => {
    const link = aLink();
    const both = await Promise.all([link.run([aDelivery("r1")], aBudget()), link.run([aDelivery("r2")], aBudget())]);
    expect(both.map(brief)).toEqual([["r1 relayed"], ["r2 relayed"]]);
  });

  it("throws only where the event as a whole can't be read", async () => {
    const link = aLink();
    await expect(link.run(null as unknown as Delivery[], aBudget())).rejects.toThrow(TypeError);
    expect(link.journal).toEqual({ sends: [], buried: [], lines: [] });
  });
});

describe("a poisoned delivery", () => {
  it("does not harm its batch: it alone is dead, and its raw form reaches the dead letters with the reason", async () => {
    const link = aLink();
    const bitter = poison("p", { raw: { body: "\u0000" } });
    expect(brief(await link.run([aDelivery("r1"), bitter, aDelivery("r2")], aBudget()))).toEqual([
      "r1 relayed",
      "p dead HEADER",
      "r2 relayed",
    ]);
    expect(link.journal.buried.map(({ delivery, reason }) => [delivery, reason])).toEqual([
      [bitter, { link: "fabric/link", error: damaged, at: expect.any(Number) }],
    ]);
  });

  it("is dead where a transform can't take it, and where it goes in a circle", async () => {
    const link = aLink({
      transform: (message) => {
        if (message.id === "id-odd") throw new RangeError("odd");
        return [message];
      },
    });
    const round = aDelivery("round", { message: { trail: ["fabric/link", "fabric/back"] } });
    expect(brief(await link.run([aDelivery("odd"), round], aBudget()))).toEqual([
      "odd dead TRANSFORM",
      "round dead LOOP",
    ]);
    expect(link.journal.sends).toEqual([]);
  });

  it("is tried again where nobody knows what happened", async () => {
    const link = aLink();
    expect(brief(await link.run([poison("p", {}, new Error("oops"))], aBudget()))).toEqual(["p retry UNEXPECTED"]);
    expect(link.journal.buried).toEqual([]);
  });
});

describe("the dead letters", () => {
  it("get what the target refuses for good, before it is acknowledged", async () => {
    const steps: string[] = [];
    const link = aLink(
      {
        deadLetters: {
          async put({ receipt }) {
            await Promise.resolve();
            steps.push(`buried ${receipt}`);
          },
        },
      },
      fates({ "id-r1": bad }),
    );
    const outcomes = await link.run([aDelivery("r1"), aDelivery("r2")], aBudget());
    steps.push(...brief(outcomes));
    expect(steps).toEqual(["buried r1", "r1 dead BAD", "r2 relayed"]);
  });

  it("failing leaves the delivery to be tried again, with the error that now stands in the way", async () => {
    const full = new SinkError("FULL", "the dead letters are full", true);
    const link = aLink({
      deadLetters: {
        async put({ receipt }) {
          if (receipt === "p1") throw full;
          if (receipt === "p2") throw new TypeError("oops");
        },
      },
    });
    const outcomes = await link.run([poison("p1"), poison("p2"), poison("p3"), aDelivery("r")], aBudget());
    expect(brief(outcomes)).toEqual(["p1 retry FULL", "p2 retry UNEXPECTED", "p3 dead HEADER", "r relayed"]);
  });
});

describe("a split", () => {
  it("that was sent by half is tried again whole", async () => {
    const link = aLink({ transform: split }, fates({ "id-r1.1": busy }));
    expect(brief(await link.run([aDelivery("r1"), aDelivery("r2")], aBudget()))).toEqual([
      "r1 retry BUSY",
      "r2 relayed",
    ]);
    expect(link.journal.buried).toEqual([]);
  });

  it("with a part that can never go is dead as a whole", async () => {
    const link = aLink({ transform: split }, fates({ "id-r1.0": bad }));
    expect(brief(await link.run([aDelivery("r1")], aBudget()))).toEqual(["r1 dead BAD"]);
    expect(link.journal.buried.map(({ delivery }) => delivery.receipt)).toEqual(["r1"]);
  });
});

describe("a lane", () => {
  it("holds back what is behind its first retry, while other lanes go on", async () => {
    const link = aLink({ transform: (message) => (message.id === "id-a3" ? [] : [message]) }, fates({ "id-a2": busy }));
    const event = [inLane("a1"), inLane("a2"), inLane("a3"), poison("a4", { lane: "a" }), inLane("b1", "b")];
    expect(brief(await link.run(event, aBudget()))).toEqual([
      "a1 relayed",
      "a2 retry BUSY",
      "a3 retry HELD",
      "a4 retry HELD",
      "b1 relayed",
    ]);
    expect(link.journal.buried).toEqual([]);
  });

  it("sends nothing from behind a delivery that failed for now before anything was sent", async () => {
    const link = aLink();
    const event = [inLane("a1"), poison("a2", { lane: "a" }, new Error("oops")), inLane("a3"), inLane("b1", "b")];
    expect(brief(await link.run(event, aBudget()))).toEqual([
      "a1 relayed",
      "a2 retry UNEXPECTED",
      "a3 retry HELD",
      "b1 relayed",
    ]);
    expect(link.journal.sends.flatMap(({ messages }) => messages.map(({ id }) => id))).toEqual(["id-a1", "id-b1"]);
  });

  it("keeps what it has sent behind what could not be buried, and buries nothing more behind that", async () => {
    const full = new SinkError("FULL", "the dead letters are full", true);
    const put = async ({ receipt }: Delivery) => {
      if (receipt === "a1") throw full;
    };
    const drop: Transform = (message) => (message.id === "id-a3" ? [] : [message]);
    const link = aLink({ transform: drop, deadLetters: { put } }, fates({ "id-a1": bad, "id-a4": bad }));
    const event = [...["a1", "a2", "a3", "a4"].map((receipt) => inLane(receipt)), poison("b1", { lane: "b" })];
    expect(brief(await link.run(event, aBudget()))).toEqual([
      "a1 retry FULL",
      "a2 relayed",
      "a3 dropped",
      "a4 retry HELD",
      "b1 dead HEADER",
    ]);
    const lines = link.journal.lines.map((line) => JSON.parse(line)).filter(({ outcome }) => outcome === "retry");
    expect(lines).toMatchObject([
      { receipt: "a1", code: "FULL", unburied: { code: "BAD", error: "SinkError", reason: "the message is bad" } },
      { receipt: "a4", code: "HELD", unburied: { code: "BAD" } },
    ]);
  });

  it("goes on behind what is dead", async () => {
    const link = aLink({}, fates({ "id-a2": bad }));
    const event = [poison("a1", { lane: "a" }), inLane("a2"), inLane("a3")];
    expect(brief(await link.run(event, aBudget()))).toEqual(["a1 dead HEADER", "a2 dead BAD", "a3 relayed"]);
  });
});

describe("a sink", () => {
  it("that throws as a whole has confirmed nothing", async () => {
    const link = aLink({
      sink: {
        send: async () => {
          throw new Error("oops");
        },
      },
    });
    expect(brief(await link.run([aDelivery("r1"), aDelivery("r2")], aBudget()))).toEqual([
      "r1 retry SINK_THREW",
      "r2 retry SINK_THREW",
    ]);
  });

  it("that is silent about a message has not confirmed it", async () => {
    const link = aLink({ sink: { send: async () => [sent] } });
    expect(brief(await link.run([aDelivery("r1"), aDelivery("r2")], aBudget()))).toEqual([
      "r1 relayed",
      "r2 retry HELD",
    ]);
  });

  it("is told less time than there is, so that dead letters and the answer still fit", async () => {
    const link = aLink();
    const budgets = [60_000, 1_000, 0, -500];
    for (const ms of budgets) await link.run([aDelivery("r")], aBudget(ms));
    expect(link.journal.sends.map(({ budget }) => budget.remainingMs())).toEqual([59_000, 800, 0, -400]);
  });

  it("sees its time run out as the invocation's does, and the dead letters get more of it, less what the answer needs", async () => {
    let left = 10_000;
    const budget: Budget = { remainingMs: () => left };
    const link = aLink({}, fates({ "id-r": bad }));
    await link.run([aDelivery("r")], budget);
    left = 3_000;
    expect(link.journal.sends[0]?.budget.remainingMs()).toBe(2_000);
    expect(link.journal.buried[0]?.budget.remainingMs()).toBe(2_600);
  });
});

describe("an answer", () => {
  const answering = async (changes: Parameters<typeof aLink>[0], ms = 30_000) => {
    const time = virtualTiming();
    const link = aLink({ after: time.timing.after, ...changes }, fates({ "id-bad": bad }));
    const outcomes = await time.run(link.run([aDelivery("r"), poison("p"), aDelivery("bad")], time.budget(ms)));
    return [time.now(), ...brief(outcomes)];
  };
  const never = () => new Promise<never>(() => {});

  it("is given while there is time, where the dead letters hang: what was sent does not come again", async () => {
    const hanging = { deadLetters: { put: never } };
    const outcomes = ["r relayed", "p retry DEAD_LETTERS_LATE", "bad retry DEAD_LETTERS_LATE"];
    expect(await answering(hanging)).toEqual([29_700, ...outcomes]);
    expect(await answering(hanging, 1_000)).toEqual([940, ...outcomes]);
  });

  it("is given while there is time, where the sink hangs: what is hopeless is buried even so", async () => {
    expect(await answering({ sink: { send: never } })).toEqual([
      29_200,
      "r retry SINK_LATE",
      "p dead HEADER",
      "bad retry SINK_LATE",
    ]);
  });

  it("is given where both hang", async () => {
    expect(await answering({ sink: { send: never }, deadLetters: { put: never } })).toEqual([
      29_700,
      "r retry SINK_LATE",
      "p retry DEAD_LETTERS_LATE",
      "bad retry SINK_LATE",
    ]);
  });

  it("is given where the report fails: a line that nobody reads must not bring back what was sent", async () => {
    const report = () => {
      throw new Error("no room for a line");
    };
    expect(await answering({ report })).toEqual([0, "r relayed", "p dead HEADER", "bad dead BAD"]);
  });
});

describe("the report", () => {
  it("is one summary per invocation, in which every delivery is counted once", async () => {
    const link = aLink(
      { transform: (message) => (message.id === "id-gone" ? [] : split(message)) },
      fates({ "id-later.1": busy }),
    );
    await link.run([aDelivery("r"), aDelivery("gone"), poison("p"), aDelivery("later")], aBudget());
    await link.run([], aBudget());
    const summaries = link.journal.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === "summary");
    const none = { received: 0, relayed: 0, dropped: 0, dead: 0, retry: 0, settled: 0, messages: 0 };
    expect(summaries).toEqual([
      // The clock of the journal goes on by 7 ms with every look: at the start, at the burial and at the end.
      {
        event: "summary",
        link: "fabric/link",
        invocations: 1,
        received: 4,
        relayed: 1,
        dropped: 1,
        dead: 1,
        retry: 1,
        settled: 3,
        messages: 2,
        elapsedMs: 14,
      },
      { event: "summary", link: "fabric/link", invocations: 1, ...none, elapsedMs: 7 },
    ]);
  });

  it("is made before the platform is answered", async () => {
    const link = aLink();
    const outcomes = await link.run([aDelivery("r")], aBudget());
    expect([brief(outcomes), link.summary().relayed]).toEqual([["r relayed"], 1]);
  });
});
