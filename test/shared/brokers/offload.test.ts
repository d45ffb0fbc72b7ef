import { describe, expect, it } from "vitest";
import type { Parcel } from "../../../shared/brokers/dispatch.ts";
import { type Offload, offloadAll } from "../../../shared/brokers/offload.ts";
import { DecodeError, HopspanError, SinkError } from "../../../shared/core/errors.ts";
import { aBudget, aMessage } from "../../support/a-message.ts";

const made = (name: string, bytes: number, lane?: string) => ({
  message: aMessage({ id: name }),
  parcel: { entry: name, bytes, ...(lane === undefined ? {} : { lane }) } satisfies Parcel<string>,
});
const later = new SinkError("CLAIM_STORE", "busy", true);

/** What becomes of each: its entry, or the code of its refusal. */
async function offloaded(
  list: Parameters<typeof offloadAll<string>>[0],
  fates: Readonly<Record<string, unknown>> = {},
  budget = aBudget(),
) {
  const laid: string[] = [];
  const offload: Offload<string> = {
    isDue: ({ bytes }) => bytes > 10,
    async lay({ id }) {
      laid.push(id);
      if (fates[id] === "hang") return new Promise(() => {});
      if (fates[id] !== undefined) throw fates[id];
      return { entry: `-> ${id}`, bytes: 1 };
    },
  };
  const results = await offloadAll(list, offload, budget);
  const seen = results.map((each) => {
    if ("parcel" in each) return each.parcel.entry;
    const { result } = each;
    return result.kind === "refused" ? `${result.error.code} ${result.error.retryable}` : result.kind;
  });
  return { seen, laid };
}

describe("offloadAll", () => {
  it("touches nothing where nothing is due", async () => {
    const list = [made("a", 10), made("b", 1)];
    expect(await offloadAll(list, { isDue: () => false, lay: () => Promise.reject(later) }, aBudget())).toBe(list);
  });

  it("lays down what is due, and leaves the rest and its order alone", async () => {
    const refused = { message: aMessage({ id: "r" }), result: { kind: "held" as const } };
    const { seen, laid } = await offloaded([made("a", 1), made("b", 11), refused, made("c", 2), made("d", 99)]);
    expect(seen).toEqual(["a", "-> b", "held", "c", "-> d"]);
    expect(laid.sort()).toEqual(["b", "d"]);
  });

  it("refuses what could not be laid down, as its reason says, and nobody else", async () => {
    const { seen } = await offloaded([made("a", 11), made("b", 11), made("c", 11), made("d", 11), made("e", 1)], {
      a: later,
      b: new HopspanError("NO_IDENTITY", "nobody vouches", true),
      c: new DecodeError("WIRE", "never"),
      d: new Error("unknown"),
    });
    expect(seen).toEqual(["CLAIM_STORE true", "NO_IDENTITY true", "WIRE false", "UNEXPECTED true", "e"]);
  });

  it("holds what stands in its lane behind one that is refused for now, and only that", async () => {
    const list = [
      made("a", 11, "k"),
      made("b", 1, "k"),
      made("c", 11, "k"),
      made("d", 1, "l"),
      made("e", 11, "m"),
      made("f", 1, "m"),
    ];
    const { seen } = await offloaded(list, { a: later, e: new SinkError("MESSAGE_TOO_LARGE", "never", false) });
    expect(seen).toEqual(["CLAIM_STORE true", "held", "held", "d", "MESSAGE_TOO_LARGE false", "f"]);
  });

  it("begins nothing where the time has run out, and holds what stands in its lane", async () => {
    const list = [made("a", 11, "k"), made("b", 1, "k"), made("c", 1), made("d", 11)];
    const { seen, laid } = await offloaded(list, {}, aBudget(0));
    expect(seen).toEqual(["held", "held", "c", "held"]);
    expect(laid).toEqual([]);
  });

  it("waits for no store that hangs", async () => {
    const end = Date.now() + 200;
    const budget = { remainingMs: () => end - Date.now() };
    const { seen } = await offloaded([made("a", 11), made("b", 1)], { a: "hang" }, budget);
    expect(seen).toEqual(["CLAIM_STORE true", "b"]);
  });
});
