import { describe, expect, it } from "vitest";
import { DecodeError, SinkError } from "../../../shared/core/errors.ts";
import { holdBack } from "../../../shared/core/hold-back.ts";
import type { Prepared } from "../../../shared/core/verdict.ts";
import { aDelivery, aMessage } from "../../support/a-message.ts";

const later = new SinkError("LATER", "later", true);
const never = new DecodeError("NEVER", "never");
const delivery = (receipt: string, lane?: string) => aDelivery(receipt, lane === undefined ? {} : { lane });
const good = (receipt: string, lane?: string): Prepared => ({
  delivery: delivery(receipt, lane),
  id: receipt,
  messages: [aMessage({ id: receipt })],
});
const bad = (receipt: string, failure: SinkError | DecodeError, lane?: string): Prepared => ({
  delivery: delivery(receipt, lane),
  failure,
});
const told = (items: readonly Prepared[]) =>
  holdBack(items).map((item) => [item.delivery.receipt, "failure" in item ? item.failure.code : "goes"]);

describe("holdBack", () => {
  it("holds what stands behind a failure for now, in its lane only", () => {
    const items = [good("a1", "a"), bad("a2", later, "a"), good("b1", "b"), good("a3", "a"), good("free")];
    expect(told(items)).toEqual([
      ["a1", "goes"],
      ["a2", "LATER"],
      ["b1", "goes"],
      ["a3", "HELD"],
      ["free", "goes"],
    ]);
  });

  it("keeps the name of what it holds", () => {
    expect(holdBack([bad("a1", later, "a"), good("a2", "a")])[1]).toMatchObject({
      id: "a2",
      failure: { retryable: true },
    });
  });

  it("lets a lane go on behind a final failure, and says what failed itself", () => {
    const items = [bad("a1", never, "a"), good("a2", "a"), bad("a3", later, "a"), bad("a4", never, "a")];
    expect(told(items)).toEqual([
      ["a1", "NEVER"],
      ["a2", "goes"],
      ["a3", "LATER"],
      ["a4", "NEVER"],
    ]);
  });

  it("holds nothing where there is no lane", () => {
    expect(told([bad("x", later), good("y")])).toEqual([
      ["x", "LATER"],
      ["y", "goes"],
    ]);
  });
});
