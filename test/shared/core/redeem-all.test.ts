import { describe, expect, it } from "vitest";
import { DecodeError, HopspanError } from "../../../shared/core/errors.ts";
import type { Delivery, Outcome, Source } from "../../../shared/core/ports.ts";
import { redeemAll } from "../../../shared/core/redeem-all.ts";
import { type After, shareTime } from "../../../shared/core/share-time.ts";
import { aLink } from "../../support/a-link.ts";
import { aBudget, aDelivery, aMessage } from "../../support/a-message.ts";
import { virtualTiming } from "../../support/virtual-timing.ts";

type Redeem = NonNullable<Source<readonly Delivery[], readonly Outcome[]>["redeem"]>;

const linkWith = (redeem: Redeem, after?: After) => aLink({ redeem, ...(after === undefined ? {} : { after }) });
const brief = (outcomes: readonly Outcome[]) =>
  outcomes.map((each) => `${each.receipt} ${each.kind}${"error" in each ? ` ${each.error.code}` : ""}`);
const throwing = (delivery: Delivery, thrown: HopspanError): Delivery => ({
  ...delivery,
  open() {
    throw thrown;
  },
});

describe("redeemAll", () => {
  it("leaves deliveries alone where the source points to nothing, or there are none", async () => {
    const deliveries = [aDelivery("a")];
    const { sending } = shareTime(aBudget());
    expect(await redeemAll({}, deliveries, sending)).toBe(deliveries);
    const never: Redeem = () => {
      throw new Error("not to be asked");
    };
    expect(await redeemAll({ redeem: never }, [], sending)).toEqual([]);
  });

  it("opens what the source gives, in half of the time for sending, and buries the delivery as it came", async () => {
    const left: number[] = [];
    const gone = new DecodeError("CLAIM_GONE", "the body is gone");
    const link = linkWith(async (deliveries, budget) => {
      left.push(budget.remainingMs());
      return deliveries.map((delivery) =>
        delivery.receipt === "gone"
          ? throwing(delivery, gone)
          : { ...delivery, open: () => aMessage({ body: Buffer.from("whole") }) },
      );
    });
    const outcomes = await link.run([aDelivery("a"), aDelivery("gone")], aBudget(10_000));
    expect(brief(outcomes)).toEqual(["a relayed", "gone dead CLAIM_GONE"]);
    expect(left).toEqual([4_500]);
    expect(link.journal.sends.flatMap(({ messages }) => messages.map(({ body }) => String(body)))).toEqual(["whole"]);
    expect(link.journal.buried.map(({ delivery }) => delivery.raw)).toEqual(["raw gone"]);
  });

  it("holds back a lane behind a body that may still come", async () => {
    const later = new HopspanError("CLAIM_STORE", "the store is busy", true);
    const link = linkWith(async ([first, ...more]) => (first === undefined ? [] : [throwing(first, later), ...more]));
    const event = [aDelivery("a", { lane: "k" }), aDelivery("b", { lane: "k" }), aDelivery("c")];
    expect(brief(await link.run(event, aBudget()))).toEqual(["a retry CLAIM_STORE", "b retry HELD", "c relayed"]);
  });

  it("has everything come again where the source throws, whatever that was", async () => {
    const link = linkWith(() => Promise.reject(new HopspanError("CONFIG", "no audience", false)));
    expect(brief(await link.run([aDelivery("a"), aDelivery("b")], aBudget()))).toEqual([
      "a retry CONFIG",
      "b retry CONFIG",
    ]);
    expect(link.journal.buried).toEqual([]);
  });

  it("has everything come again where the source never answers", async () => {
    const time = virtualTiming();
    const link = linkWith(() => new Promise(() => {}), time.timing.after);
    const run = time.run(link.run([aDelivery("a")], time.budget(2_000)));
    expect(brief(await run)).toEqual(["a retry CLAIMS_LATE"]);
  });
});
