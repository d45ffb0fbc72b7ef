import { describe, expect, it } from "vitest";
import { checkLoad, messageBytes, messagesPerMonth } from "../../../infra/cost/load.ts";
import { aLambdaShape, aLoad, aRunShape, aTopic } from "../../support/a-cost-shape.ts";

describe("a load", () => {
  it("has a size with attributes, and months of 730 hours", () => {
    expect([messageBytes(aLoad(1)), messageBytes(aLoad(1, { attributeBytes: 0 })), messagesPerMonth(aLoad(2))]).toEqual(
      [1_174, 1_024, 5_256_000],
    );
  });
});

describe("checkLoad", () => {
  it("lets a message be as large as both brokers of its link take it", () => {
    const large = aLoad(1, { bodyBytes: 2_000_000 });
    expect(() => checkLoad(aRunShape(), large)).toThrow(
      "link shop/return: a message of 2000150 bytes with attributes does not fit: give a size of at most 1048576",
    );
    expect(() => checkLoad(aRunShape({ targets: [aTopic()] }), large)).not.toThrow();
  });

  it("names all faults at once", () => {
    const told = () =>
      checkLoad(aLambdaShape(), aLoad(-1, { burstPerSecond: -2, compressedShare: 2, sentPerMessage: Number.NaN }));
    expect(told).toThrow(/rate must be.*\n.*burst must be.*\n.*share from 0 to 1\n.*sent per message/);
  });
});
