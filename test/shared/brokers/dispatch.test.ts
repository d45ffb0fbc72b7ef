import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dispatcher, type Packing, type Parcel } from "../../../shared/brokers/dispatch.ts";
import { packingSink } from "../../../shared/brokers/packing-sink.ts";
import { SinkError } from "../../../shared/core/errors.ts";
import type { SendResult } from "../../../shared/core/ports.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const sqsLike: Packing = { maxEntries: 10, maxBytes: 1_000, lanes: "alone", maxRequests: 4, lingerMs: 0 };
const pubsubLike: Packing = { ...sqsLike, maxEntries: 50, lanes: "together" };
const busy = new SinkError("BUSY", "the target is busy", true);
const bad = new SinkError("BAD", "the message is bad", false);

const parcels = (names: readonly string[], lane?: (name: string) => string | undefined): Parcel<string>[] =>
  names.map((entry) => {
    const key = lane?.(entry);
    return { entry, bytes: 10, ...(key === undefined ? {} : { lane: key }) };
  });
const names = (count: number, prefix = "m") => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const kinds = (results: readonly SendResult[]) => results.map(({ kind }) => kind);

/** A target that records its requests and answers by `fate`, which is told how often it has seen the entry. */
function target(fate: (entry: string, seen: number) => SinkError | undefined = () => undefined) {
  const requests: string[][] = [];
  const seen = new Map<string, number>();
  const transmit = async (entries: readonly string[]) => {
    requests.push([...entries]);
    return entries.map((entry) => {
      const times = (seen.get(entry) ?? 0) + 1;
      seen.set(entry, times);
      return fate(entry, times);
    });
  };
  return { requests, transmit };
}

describe("dispatcher", () => {
  it("fills requests by count", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const results = await clock.run(send(parcels(names(25)), clock.budget(5_000)));
    expect(kinds(results)).toEqual(names(25).map(() => "sent"));
    expect(requests.map(({ length }) => length)).toEqual([10, 10, 5]);
  });

  it("fills requests by bytes, and lets one entry over the limit go alone", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const sizes = [400, 400, 400, 2_000, 100];
    await clock.run(
      send(
        sizes.map((bytes, at) => ({ entry: `m${at}`, bytes })),
        clock.budget(5_000),
      ),
    );
    expect(requests).toEqual([["m0", "m1"], ["m2"], ["m3"], ["m4"]]);
  });

  it("merges what concurrent calls hand over within the linger into one request", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const send = dispatcher({ ...sqsLike, lingerMs: 5 }, transmit, clock.timing);
    const calls = names(10).map((name) => send(parcels([name]), clock.budget(5_000)));
    expect(await clock.run(Promise.all(calls))).toEqual(names(10).map(() => [{ kind: "sent" }]));
    expect(requests).toEqual([names(10)]);
  });

  it("never lets entries of one lane share a request where a request can fail in its middle", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const entries = ["a0", "a1", "b0", "b1", "c0"];
    await clock.run(
      send(
        parcels(entries, (name) => name[0]),
        clock.budget(5_000),
      ),
    );
    expect(requests).toEqual([
      ["a0", "b0", "c0"],
      ["a1", "b1"],
    ]);
  });

  it("gives each lane requests of its own where they are all or nothing", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const send = dispatcher(pubsubLike, transmit, clock.timing);
    await clock.run(
      send(
        parcels(["a0", "b0", "a1", "x"], (name) => (name === "x" ? undefined : name[0])),
        clock.budget(5_000),
      ),
    );
    expect(requests).toEqual([["a0", "a1"], ["b0"], ["x"]]);
  });

  it("sends what was refused for now again, before what follows it in its lane", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target((entry, seen) => (entry === "a0" && seen === 1 ? busy : undefined));
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const results = await clock.run(
      send(
        parcels(["a0", "a1", "b0"], (name) => name[0]),
        clock.budget(5_000),
      ),
    );
    expect(kinds(results)).toEqual(["sent", "sent", "sent"]);
    expect(requests).toEqual([["a0", "b0"], ["a0"], ["a1"]]);
  });

  it("holds what follows a refusal that lasts, and lets other lanes go on", async () => {
    const clock = virtualTiming();
    const { transmit } = target((entry) => (entry === "a0" ? busy : undefined));
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const results = await clock.run(
      send(
        parcels(["a0", "a1", "b0", "a2"], (name) => name[0]),
        clock.budget(5_000),
      ),
    );
    expect(results).toEqual([{ kind: "refused", error: busy }, { kind: "held" }, { kind: "sent" }, { kind: "held" }]);
  });

  it("goes on with a lane behind a final refusal, since what is refused never arrives", async () => {
    const clock = virtualTiming();
    const { transmit } = target((entry) => (entry === "a0" ? bad : undefined));
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const results = await clock.run(
      send(
        parcels(["a0", "a1"], () => "a"),
        clock.budget(5_000),
      ),
    );
    expect(results).toEqual([{ kind: "refused", error: bad }, { kind: "sent" }]);
  });

  it("serves a lane again after one of its messages was refused: no key stays stuck", async () => {
    const clock = virtualTiming();
    let down = true;
    const { transmit } = target(() => (down ? busy : undefined));
    const send = dispatcher(pubsubLike, transmit, clock.timing);
    const first = await clock.run(
      send(
        parcels(["a0", "a1"], () => "a"),
        clock.budget(5_000),
      ),
    );
    down = false;
    const second = await clock.run(
      send(
        parcels(["a0", "a1"], () => "a"),
        clock.budget(5_000),
      ),
    );
    expect([kinds(first), kinds(second)]).toEqual([
      ["refused", "held"],
      ["sent", "sent"],
    ]);
  });

  it("finds the one guilty entry of a refused request by halving, and harms no neighbour", async () => {
    for (const packing of [sqsLike, pubsubLike])
      for (const lane of [undefined, "a"]) {
        const clock = virtualTiming();
        const arrived: string[] = [];
        const transmit = async (entries: readonly string[]) => {
          if (entries.includes("m7")) throw bad;
          arrived.push(...entries);
          return entries.map(() => undefined);
        };
        const send = dispatcher(packing, transmit, clock.timing);
        const results = await clock.run(
          send(
            parcels(names(10), () => lane),
            clock.budget(5_000),
          ),
        );
        const others = names(10).filter((name) => name !== "m7");
        expect(results).toEqual(
          names(10).map((name) => (name === "m7" ? { kind: "refused", error: bad } : { kind: "sent" })),
        );
        expect(lane === undefined ? arrived.sort() : arrived).toEqual(others);
      }
  });

  it("takes a thrown error that is not a sink's as nothing confirmed", async () => {
    const clock = virtualTiming();
    const send = dispatcher(sqsLike, () => Promise.reject(new TypeError("a bug")), clock.timing);
    const [result] = await clock.run(send(parcels(["m"]), clock.budget(5_000)));
    expect(result).toMatchObject({ kind: "refused", error: { code: "UNEXPECTED", retryable: true } });
  });

  it("takes an answer that does not mention an entry as not confirmed", async () => {
    const clock = virtualTiming();
    const send = dispatcher(sqsLike, async () => [undefined], clock.timing);
    const results = await clock.run(send(parcels(["m0", "m1"]), clock.budget(200)));
    expect(results).toMatchObject([
      { kind: "sent" },
      { kind: "refused", error: { code: "NO_ANSWER", retryable: true } },
    ]);
  });

  it("ends by the budget where the target never answers, and does not send again what may still arrive", async () => {
    const clock = virtualTiming();
    const requests: string[][] = [];
    const transmit = (entries: readonly string[]) => {
      requests.push([...entries]);
      return new Promise<never>(() => {});
    };
    const send = dispatcher({ ...sqsLike, maxRequests: 1 }, transmit, clock.timing);
    const results = await clock.run(send(parcels(names(12)), clock.budget(2_000)));
    expect(kinds(results)).toEqual([...names(10).map(() => "refused"), "held", "held"]);
    expect(requests).toEqual([names(10)]);
    expect(clock.now()).toBeLessThanOrEqual(2_000);
  });

  it("means nothing by fates that nobody has asked for", async () => {
    const clock = virtualTiming();
    const send = dispatcher(sqsLike, async () => [undefined, bad, busy, undefined], clock.timing);
    const results = await clock.run(send(parcels(["m0", "m1"]), clock.budget(5_000)));
    expect(results).toEqual([{ kind: "sent" }, { kind: "refused", error: bad }]);
  });

  it.each([
    ["confirms", () => [undefined]],
    [
      "fails",
      () => {
        throw bad;
      },
    ],
  ])("is not moved by an answer that %s after it was given up", async (_, answer) => {
    const clock = virtualTiming();
    let tries = 0;
    const transmit = async () => {
      if (tries++ > 0) return [undefined];
      await clock.pause(11_000);
      return answer();
    };
    const send = dispatcher(sqsLike, transmit, clock.timing);
    const late = parcels(["late"], () => "k");
    expect(await clock.run(send(late, clock.budget(5_000)))).toMatchObject([{ error: { code: "TIMEOUT" } }]);
    await clock.run(clock.pause(20_000));
    expect(await clock.run(send(late, clock.budget(5_000)))).toEqual([{ kind: "sent" }]);
    expect([tries, clock.open()]).toEqual([2, 0]);
  });

  it("starts nothing where no time is left", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const send = dispatcher(sqsLike, transmit, clock.timing);
    expect(kinds(await send(parcels(["m"]), clock.budget(20)))).toEqual(["held"]);
    expect(requests).toEqual([]);
  });

  it("keeps no timer and no lane once everything is through", async () => {
    const clock = virtualTiming();
    const { transmit } = target();
    const send = dispatcher(sqsLike, transmit, clock.timing);
    await clock.run(
      send(
        parcels(names(30), (name) => name),
        clock.budget(5_000),
      ),
    );
    expect(clock.open()).toBe(0);
  });

  it("keeps its promises whatever the target does", async () => {
    const fates = fc.array(fc.constantFrom("ok", "ok", "ok", "busy", "bad", "reject", "guilty", "hang"), {
      minLength: 1,
      maxLength: 60,
    });
    const calls = fc.array(fc.array(fc.constantFrom("a", "b", "c", "-"), { maxLength: 25 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fates,
        calls,
        fc.constantFrom(sqsLike, pubsubLike),
        fc.integer({ min: 100, max: 30_000 }),
        keepsPromises,
      ),
      { numRuns: 500 },
    );
  });
});

/** Runs a scripted target against concurrent calls and checks every promise of a sink. */
async function keepsPromises(
  script: readonly string[],
  calls: readonly (readonly string[])[],
  packing: Packing,
  budgetMs: number,
) {
  const clock = virtualTiming();
  const arrived: string[] = [];
  let turn = 0;
  const transmit = async (entries: readonly string[]) => {
    const lanes = entries.map((entry) => entry[0]).filter((lane) => lane !== "-");
    expect(entries.length).toBeLessThanOrEqual(packing.maxEntries);
    if (packing.lanes === "alone") expect(new Set(lanes).size).toBe(lanes.length);
    else
      expect(new Set(entries.map((entry) => entry[0])).size).toBeLessThanOrEqual(lanes.length > 0 ? 1 : entries.length);
    const next = () => script[turn++ % script.length];
    const whole = next();
    await clock.pause(30);
    if (whole === "reject") throw busy;
    if (whole === "guilty") throw bad;
    if (whole === "hang") return new Promise<never>(() => {});
    const together = packing.lanes === "together";
    return entries.map((entry) => {
      const fate = together ? whole : next();
      if (fate === "busy") return busy;
      if (fate === "bad" && !together) return bad;
      arrived.push(entry);
      return undefined;
    });
  };
  const send = dispatcher(packing, transmit, clock.timing);
  const entries = calls.map((lanes, call) =>
    lanes.map((lane, at) => `${lane}${String(call * 100 + at).padStart(4, "0")}`),
  );
  const all = entries.map((own) =>
    send(
      parcels(own, (name) => (name[0] === "-" ? undefined : name[0])),
      clock.budget(budgetMs),
    ),
  );
  const results = (await clock.run(Promise.all(all))).flat();
  const flat = entries.flat();
  expect(results.length).toBe(flat.length);
  const confirmed = flat.filter((_, at) => results[at]?.kind === "sent");
  expect(confirmed.filter((entry) => !arrived.includes(entry))).toEqual([]);
  for (const lane of ["a", "b", "c"]) {
    const own = arrived.filter((entry) => entry.startsWith(lane));
    expect(own).toEqual([...own].sort());
  }
}

describe("packingSink", () => {
  it("refuses alone, for good, the message that can't be encoded", async () => {
    const clock = virtualTiming();
    const { requests, transmit } = target();
    const message = (id: string) => ({ id, body: new Uint8Array(), attributes: new Map(), trail: [], sentAt: 0 });
    const sink = packingSink({
      packing: sqsLike,
      transmit,
      timing: clock.timing,
      encode: ({ id }) => {
        if (id === "large") throw new SinkError("MESSAGE_TOO_LARGE", "too large", false);
        if (id === "odd") throw new TypeError("odd");
        return { entry: id, bytes: 1 };
      },
    });
    const results = await clock.run(sink.send(["m0", "large", "odd", "m1"].map(message), clock.budget(5_000)));
    expect(results).toMatchObject([
      { kind: "sent" },
      { kind: "refused", error: { code: "MESSAGE_TOO_LARGE", retryable: false } },
      { kind: "refused", error: { code: "UNEXPECTED", retryable: false } },
      { kind: "sent" },
    ]);
    expect(requests).toEqual([["m0", "m1"]]);
  });
});
