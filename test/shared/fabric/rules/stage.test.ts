import { describe, expect, it } from "vitest";
import { stageNames } from "../../../../shared/fabric/rules/stage.ts";
import { staged } from "../../../../shared/fabric/staged.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const told = (endpoints: object, stage: string) => said(stageNames(staged(aFabric(endpoints, {}), stage), stage));

describe("a stage", () => {
  it("has a short plain name", () => {
    expect(told({}, "pr-1234")).toEqual([]);
    for (const stage of ["", "Prod", "a_b", "1st", "a".repeat(21)])
      expect(told({}, stage)).toEqual([
        `error STAGE: stage "${stage}" must be a lower-case letter, then up to 19 of a-z, 0-9 and -`,
      ]);
  });

  it("makes no name longer than its provider takes, and leaves those of others alone", () => {
    const endpoints = {
      fits: queue(`${"q".repeat(70)}.fifo`),
      outgrows: queue(`${"q".repeat(71)}.fifo`),
      theirs: { sqs: "q".repeat(80), existing: true },
      feed: topic("t".repeat(251)),
      lands: { pubsub: "lands", landsIn: { gcs: { bucket: "b".repeat(60) } } },
      "lands-theirs": { pubsub: "lands-theirs", landsIn: { gcs: { bucket: "b".repeat(63), existing: true } } },
    };
    expect(told(endpoints, "test")).toEqual([
      `error STAGE: in stage test, queue ${"q".repeat(71)}-test.fifo has 81 characters and at most 80 fit: use a shorter name`,
      `error STAGE: in stage test, topic ${"t".repeat(251)}-test has 256 characters and at most 255 fit: use a shorter name`,
      `error STAGE: in stage test, bucket ${"b".repeat(60)}-test has 65 characters and at most 63 fit: use a shorter name`,
    ]);
  });
});
