import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseFaults, readFaults } from "../../../../infra/local/faults/read-faults.ts";
import type { Places } from "../../../../infra/local/faults/to-rule.ts";
import { temporaryFolder } from "../../../support/run-command.ts";

const places: Places = new Map([
  ["orders", { broker: "sqs", name: "arn:aws:sqs:eu-west-1:111122223333:orders.fifo" }],
  ["inbox", { broker: "sqs", name: "arn:aws:sqs:eu-west-1:111122223333:inbox" }],
  ["feed", { broker: "pubsub", name: "projects/shop/topics/feed" }],
]);

const only = (yaml: string) => parseFaults(`faults: [${yaml}]`, "faults.yaml", places).rules[0];

/** All that is said against a text, a line each. */
function against(text: string, known: Places | undefined = places): readonly string[] {
  try {
    parseFaults(text, "faults.yaml", known);
  } catch (thrown) {
    return (thrown as Error).message.split("\n");
  }
  return [];
}

describe("a file of faults", () => {
  it("is read in YAML and in JSON alike", () => {
    const rules = [{ at: "orders", on: ["SendMessage"], rate: 0.5, skip: 1, times: 2, refuse: "OverLimit" }];
    const json = parseFaults(JSON.stringify({ seed: 9, faults: rules }), "faults.json", places);
    expect(json).toEqual({
      seed: 9,
      rules: [
        {
          text: "refuse OverLimit at orders on SendMessage",
          fault: { kind: "refuse", code: "OverLimit" },
          names: new Set(["arn:aws:sqs:eu-west-1:111122223333:orders.fifo"]),
          operations: new Set(["SendMessage"]),
          rate: 0.5,
          skip: 1,
          times: 2,
          afterMs: 0,
          forMs: Number.POSITIVE_INFINITY,
        },
      ],
    });
    const yaml =
      "seed: 9\nfaults:\n  - { at: orders, on: [SendMessage], rate: 0.5, skip: 1, times: 2, refuse: OverLimit }";
    expect(parseFaults(yaml, "faults.yaml", places)).toEqual(json);
  });

  it.each([
    ["delayMs: 20", { kind: "delay", leastMs: 20, mostMs: 20 }],
    ["delayMs: { least: 5, most: 20 }", { kind: "delay", leastMs: 5, mostMs: 20 }],
    ["refuse: UNAVAILABLE", { kind: "refuse", code: "UNAVAILABLE" }],
    ["expireToken: true", { kind: "expireToken" }],
    ["down: true", { kind: "down" }],
    ["hang: true", { kind: "hang" }],
    ["loseAnswer: error", { kind: "loseAnswer", by: "error" }],
    ["failEntries: InternalError", { kind: "failEntries", code: "InternalError" }],
    ["duplicate: true", { kind: "duplicate" }],
    ["reorder: true", { kind: "reorder" }],
  ])("has faults of every kind: %s", (written, fault) => {
    expect(only(`{ ${written} }`)?.fault).toEqual(fault);
  });

  it("is for what carries messages where a fault names no operation, of the broker that its code or place is of", () => {
    const on = (yaml: string) => [...(only(yaml)?.operations ?? [])];
    const pubsub = ["Publish", "Pull", "StreamingPull", "Acknowledge", "ModifyAckDeadline"];
    expect(on("{ refuse: UNAVAILABLE }")).toEqual(pubsub);
    expect(on("{ at: feed, hang: true }")).toEqual(pubsub);
    expect(on("{ at: inbox, duplicate: true }")).toEqual(["DeleteMessage", "DeleteMessageBatch"]);
    expect(on("{ duplicate: true }")).toEqual(["DeleteMessage", "DeleteMessageBatch", "Acknowledge"]);
    expect(on("{ at: [inbox, feed], reorder: true }")).toEqual(["SendMessage", "SendMessageBatch", "Publish"]);
    expect(on("{ failEntries: OverLimit }")).toContain("DeleteMessageBatch");
    expect(on("{ down: true }")).not.toContain("CreateQueue");
    expect(on("{ on: CreateQueue, down: true }")).toEqual(["CreateQueue"]);
  });

  it("takes any name where no endpoints are known", () => {
    const [rule] = parseFaults("faults: [{ at: [orders, projects/p/topics/t], down: true }]", "f.yaml").rules;
    expect(rule?.names).toEqual(new Set(["orders", "projects/p/topics/t"]));
  });

  it.each([
    ["", ['faults.yaml:1:1: the file needs "faults"']],
    ["faults: 1", ["faults.yaml:1:9: faults must be a list of faults"]],
    ["faults:\n  - rate: 2\n    down: true", ["faults.yaml:2:11: faults[0].rate must be above 0 and at most 1"]],
    ["faults: [{ downn: true }]", ['faults.yaml:1:12: faults[0]: "downn" is no key here: did you mean down?']],
    [
      "faults: [{ at: orders }]",
      [expect.stringMatching(/^faults\.yaml:1:10: faults\[0\] needs one of delayMs, refuse,/)],
    ],
    [
      "faults: [{ hang: true, down: true }]",
      ["faults.yaml:1:10: faults[0] has down and hang: expected one, write a fault for each"],
    ],
    [
      "faults:\n  - { at: [feed, ordrs], down: true }",
      ['faults.yaml:2:18: faults[0].at "ordrs" is no endpoint: did you mean orders?'],
    ],
    [
      "faults: [{ refuse: Throttling }, { at: orders, refuse: UNAVAILABLE }]",
      [
        expect.stringMatching(/^faults\.yaml:1:20: faults\[0\]\.refuse "Throttling" is no code: /),
        "faults.yaml:1:56: faults[1].refuse is of Pub/Sub, and orders is not there",
      ],
    ],
    [
      "faults: [{ at: inbox, on: Publish, down: true }]",
      [expect.stringMatching(/^faults\.yaml:1:27: faults\[0\]\.on "Publish" is no operation for this fault: /)],
    ],
    [
      "faults: [{ on: SendMessage, failEntries: OverLimit }]",
      [
        'faults.yaml:1:16: faults[0].on "SendMessage" is no operation for this fault: known are SendMessageBatch, DeleteMessageBatch, ChangeMessageVisibilityBatch',
      ],
    ],
    [
      "faults: [{ at: orders, duplicate: true }]",
      ["faults.yaml:1:35: faults[0].duplicate can't be at a FIFO queue: it gives each message once, and in order"],
    ],
    ["faults: [{ loseAnswer: maybe }]", ["faults.yaml:1:24: faults[0].loseAnswer must be cut, error or hang"]],
    ["faults: [", [expect.stringMatching(/^faults\.yaml:1:\d+: not YAML: /)]],
  ])("is refused with line and column: %j", (text, said) => {
    expect(against(text)).toEqual(said);
  });

  it("names the file that can't be read", async () => {
    const folder = temporaryFolder();
    await expect(readFaults(join(folder, "none.yaml"))).rejects.toThrow("none.yaml: there is no such file");
    writeFileSync(join(folder, "faults.yaml"), "faults: []\n");
    expect(await readFaults(join(folder, "faults.yaml"))).toEqual({ seed: 1, rules: [] });
  });
});
