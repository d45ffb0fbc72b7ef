import { describe, expect, it } from "vitest";
import { packingDeadLetters } from "../../../shared/brokers/packing-dead-letters.ts";
import type { Transmit } from "../../../shared/brokers/request.ts";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import type { Delivery } from "../../../shared/core/ports.ts";
import { aDelivery } from "../../support/a-message.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

const reason = { link: "shop/orders", error: new DecodeError("HEADER", "damaged"), at: 7 };
const never = new SinkError("TOO_LARGE", "too large", false);
const busy = new SinkError("BUSY", "busy", true);

/** Dead letters of ten to a request, whose letters are a receipt and a form; `made` says which forms were asked for. */
function aGraveyard(transmit: Transmit<string>, perRequest = 10) {
  const time = virtualTiming();
  const requests: (readonly string[])[] = [];
  const made: string[] = [];
  const { put } = packingDeadLetters<string>({
    packing: { maxEntries: perRequest, maxBytes: 1_000, lanes: "alone", maxRequests: 3, lingerMs: 0 },
    *forms({ receipt, lane }: Delivery) {
      for (const form of ["whole", "brief", "bare"]) {
        made.push(`${receipt} ${form}`);
        yield { entry: `${receipt} ${form}`, bytes: 1, ...(lane === undefined ? {} : { lane }) };
      }
    },
    transmit: (entries, timeoutMs) => {
      requests.push(entries);
      return transmit(entries, timeoutMs);
    },
    timing: time.timing,
  });
  const bury = (deliveries: readonly Delivery[], ms = 10_000) => {
    const budget = time.budget(ms);
    return time.run(Promise.allSettled(deliveries.map((delivery) => put(delivery, reason, budget))));
  };
  return { bury, requests, made, now: time.now };
}
const several = (count: number) => Array.from({ length: count }, (_, at) => aDelivery(`r${at}`));
const ends = (settled: readonly PromiseSettledResult<void>[]) =>
  settled.map((each) => (each.status === "rejected" ? (each.reason as SinkError).code : "buried"));
const sizes = (requests: readonly (readonly string[])[]) => requests.map(({ length }) => length);
const refusing =
  (fate: (entry: string) => SinkError | undefined): Transmit<string> =>
  async (entries) =>
    entries.map(fate);

describe("packingDeadLetters", () => {
  it("packs the burials of one moment, and makes no second form of what is taken", async () => {
    const { bury, requests, made } = aGraveyard(refusing(() => undefined));
    expect(new Set(ends(await bury(several(25))))).toEqual(new Set(["buried"]));
    expect([sizes(requests), made.length]).toEqual([[10, 10, 5], 25]);
  });

  it("has no more requests on their way than the packing says", async () => {
    let [underWay, most] = [0, 0];
    const { bury, requests } = aGraveyard(async (entries) => {
      underWay++;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return entries.map(() => undefined);
    });
    expect(new Set(ends(await bury(several(100))))).toEqual(new Set(["buried"]));
    expect([requests.length, most]).toEqual([10, 3]);
  });

  it("takes less and less with what is refused for good, and packs that as well", async () => {
    const { bury, requests } = aGraveyard(refusing((entry) => (entry.endsWith("bare") ? undefined : never)));
    expect(ends(await bury(several(4)))).toEqual(["buried", "buried", "buried", "buried"]);
    expect(requests.map((entries) => entries.map((entry) => entry.slice(3)))).toEqual(
      ["whole", "brief", "bare"].map((form) => Array.from({ length: 4 }, () => form)),
    );
  });

  it("finds the one of a request that the whole request is refused for, and takes less with that one alone", async () => {
    const guilty = (entry: string) => entry === "r2 whole";
    const { bury, made } = aGraveyard(async (entries) => {
      if (entries.some(guilty)) throw never;
      return entries.map(() => undefined);
    });
    expect(new Set(ends(await bury(several(8))))).toEqual(new Set(["buried"]));
    expect(made.filter((form) => !form.endsWith("whole"))).toEqual(["r2 brief"]);
  });

  it("rejects with the last refusal where nothing is taken, with the first where another try may help", async () => {
    const none = aGraveyard(refusing(() => never));
    expect([ends(await none.bury(several(1))), none.made]).toEqual([
      ["TOO_LARGE"],
      ["r0 whole", "r0 brief", "r0 bare"],
    ]);
    const later = aGraveyard(refusing(() => busy));
    expect([ends(await later.bury(several(1))), later.made]).toEqual([["BUSY"], ["r0 whole"]]);
  });

  it("rejects by the end of the time where no answer comes, and buries nothing where there is no time", async () => {
    const { bury, requests, now } = aGraveyard(() => new Promise(() => {}), 1);
    expect(ends(await bury(several(5), 700))).toEqual(["TIMEOUT", "TIMEOUT", "TIMEOUT", "HELD", "HELD"]);
    expect([now(), requests.length]).toEqual([700, 3]);
    expect([ends(await bury(several(2), 0)), requests.length]).toEqual([["HELD", "HELD"], 3]);
  });

  it("rejects with what no form can be made of", async () => {
    const { put } = packingDeadLetters<string>({
      packing: { maxEntries: 1, maxBytes: 1, lanes: "alone", maxRequests: 1, lingerMs: 0 },
      forms: () => {
        throw new DecodeError("RECORD", "none of ours");
      },
      transmit: refusing(() => undefined),
    });
    await expect(put(aDelivery("r"), reason, { remainingMs: () => 1_000 })).rejects.toMatchObject({ code: "RECORD" });
  });
});
