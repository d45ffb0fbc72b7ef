import { describe, expect, it } from "vitest";
import { stageNames } from "../../../../shared/fabric/rules/stage.ts";
import { staged } from "../../../../shared/fabric/staged.ts";
import { aFabric, queue, said, topic } from "../a-fabric.ts";

const told = (endpoints: object, stage: string) => said(stageNames(staged(aFabric(endpoints, {}), stage), stage));

describe("a stage", () => {
  it("has a short plain name", () => {
    expect(told({}, "pr-1234")).toEqual([]);
    const refused = [
      "",
      "Prod",
      "a_b",
      "1st",
      "a".repeat(21),
      "a-",
      "a--b",
      "at",
      "at-home",
      "here-at",
      "a-at-b",
      "my-google",
    ];
    for (const stage of refused)
      expect(told({}, stage)).toEqual([
        `error STAGE: stage "${stage}" must be a lower-case letter, then up to 19 of a-z, 0-9 and single dashes, none at the end, without google and without the word at`,
      ]);
  });

  it("leaves room for what all names of the fabric start with, which is never cut", () => {
    const named = (name: string) => said(stageNames({ ...aFabric({}, {}), name }, "prod"));
    expect(named(`${"f".repeat(42)}-at-prod`)).toEqual([]);
    expect(named(`${"f".repeat(43)}-at-prod`)).toEqual([
      `error STAGE: fabric ${"f".repeat(43)}-at-prod has 51 characters and at most 50 fit: use a shorter stage`,
    ]);
  });

  it("makes no name longer than its provider takes, and leaves those of others alone", () => {
    const endpoints = {
      fits: queue(`${"q".repeat(67)}.fifo`),
      outgrows: queue(`${"q".repeat(68)}.fifo`),
      theirs: { sqs: "q".repeat(80), existing: true },
      feed: topic("t".repeat(248)),
      lands: { pubsub: "lands", landsIn: { gcs: { bucket: "b".repeat(60) } } },
      "lands-theirs": { pubsub: "lands-theirs", landsIn: { gcs: { bucket: "b".repeat(63), existing: true } } },
    };
    expect(told(endpoints, "test")).toEqual([
      `error STAGE: in stage test, queue ${"q".repeat(68)}-at-test.fifo has 81 characters and at most 80 fit: use a shorter name`,
      `error STAGE: in stage test, topic ${"t".repeat(248)}-at-test has 256 characters and at most 255 fit: use a shorter name`,
      `error STAGE: in stage test, bucket ${"b".repeat(60)}-at-test has 68 characters and at most 63 fit: use a shorter name`,
    ]);
  });
});
