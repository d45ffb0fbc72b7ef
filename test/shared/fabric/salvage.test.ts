import { describe, expect, it } from "vitest";
import { describeProblem } from "../../../shared/core/errors.ts";
import { readText } from "../../../shared/fabric/read.ts";
import { aFile, queue, topic } from "./a-fabric.ts";

const told = (text: string): readonly string[] => readText(text, "f.yaml").problems.map(describeProblem);

describe("what is left of a broken file", () => {
  it("has what a cloud's part does say, and nothing made up for what it does not", () => {
    const aws = { account: 111122223333, region: "us-east-1" };
    const { fabric } = readText(aFile({ aws, gcp: 5, endpoints: { a: queue("a"), b: topic("bbb") } }), "f.yaml");
    expect([fabric?.endpoints.get("a")?.endpoint, fabric?.endpoints.get("b")?.endpoint]).toMatchObject([
      { region: "us-east-1", account: "an unknown account" },
      { region: "an unknown region", project: "an unknown project" },
    ]);
  });

  it("has no part that is named like something of JavaScript's own", () => {
    const { fabric, problems } = readText(aFile({ toString: 1, endpoints: { a: { ...queue("a"), valueOf: 1 } } }), "f");
    expect(problems.map(({ code }) => code)).toEqual(["UNKNOWN_KEY", "UNKNOWN_KEY"]);
    expect([...(fabric?.endpoints.keys() ?? [])]).toEqual(["a"]);
  });
});

describe("a key of a file", () => {
  it("is named by its beginning where it is long, and does nothing to a terminal", () => {
    const key = `\u001b[2J\n${"k".repeat(100_000)}`;
    expect(told(aFile({ [key]: 1 })).join("\n")).toMatch(
      /^f\.yaml:\d+:\d+: "\\u001b\[2J\\nk{40,60}\.\.\." is no key here: [^\n]+$/,
    );
  });

  it("is there twice in braces as in lines, told once for each time too many, by place", () => {
    const text = "fabric: a\nendpoints: { a: { sqs: q }, a: {}, a: {} }\nhops: {}\nhops: {}\n";
    expect(told(text).filter((line) => line.includes("twice"))).toEqual([
      "f.yaml:2:29: key a is there twice: keep one",
      "f.yaml:2:36: key a is there twice: keep one",
      "f.yaml:4:1: key hops is there twice: keep one",
    ]);
  });
});
