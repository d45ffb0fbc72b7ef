import { describe, expect, it } from "vitest";
import { CLAIM_LIMITS } from "../../../../shared/brokers/claims.ts";
import { sizes } from "../../../../shared/fabric/rules/limits.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const endpoints = {
  in: queue("in"),
  feed: topic("feed"),
  out: queue("out"),
  theirs: { sqs: "theirs", existing: true },
};

describe("sizes", () => {
  it("fit from a queue to anything", () => {
    const fabric = aFabric(endpoints, { one: { from: "in", to: ["feed", "out"] } });
    expect(sizes(fabric)).toEqual([]);
  });

  it("are noted from a topic to each queue, with both figures", () => {
    const fabric = aFabric(endpoints, { one: { from: "feed", to: ["out", "theirs"] } });
    expect(said(sizes(fabric))).toEqual([
      "note SIZE: a message of feed can have 10,000,000 bytes and out takes 1,048,576: larger ones go to the dead letters of hop one, unless out has a claimCheck",
      "note SIZE: a message of feed can have 10,000,000 bytes and theirs takes 1,048,576, or less where it is set so: larger ones go to the dead letters of hop one, unless theirs has a claimCheck",
    ]);
  });

  it("are no matter of a target with a claim check, and more of a matter behind a source with one", () => {
    const large = { sqs: "large", claimCheck: { bucket: "bodies" } };
    const fabric = aFabric(
      { ...endpoints, large },
      { one: { from: "feed", to: "large" }, two: { from: "large", to: "feed" } },
    );
    expect(said(sizes(fabric))).toEqual([
      `note SIZE: a message of large can have ${CLAIM_LIMITS.bodyBytes.toLocaleString("en-US")} bytes and feed takes 10,000,000: larger ones go to the dead letters of hop two, unless feed has a claimCheck`,
    ]);
  });
});
