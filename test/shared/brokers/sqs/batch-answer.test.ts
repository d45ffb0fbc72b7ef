import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchFates } from "../../../../shared/brokers/sqs/batch-answer.ts";

type Answer = Parameters<typeof batchFates>[0];

const fates = (answer: unknown, ids = ["0", "1", "2"]) =>
  batchFates(answer as Answer, ids, "inbox").map((fate) => (fate === undefined ? "sent" : fate.code));

describe("batchFates", () => {
  it("gives each id its own fate", () => {
    const Failed = [{ Id: "1", Code: "InternalError" }];
    expect(fates({ Successful: [{ Id: "2" }, { Id: "0" }], Failed })).toEqual(["sent", "InternalError", "sent"]);
  });

  it.each([
    ["is silent", {}],
    ["has no lists", { Successful: null, Failed: null }],
    ["has entries without ids", { Successful: [{}, null], Failed: [{}, null] }],
    ["speaks of ids that nobody asked about", { Successful: [{ Id: "7" }, { Id: "00" }], Failed: [{ Id: "x" }] }],
    ["has numbers for ids", { Successful: [{ Id: 0 }, { Id: 1 }] }],
  ])("takes nothing for sent where the answer %s", (_, answer) => {
    expect(fates(answer)).toEqual(["NO_ANSWER", "NO_ANSWER", "NO_ANSWER"]);
  });

  it("takes one that was both taken and refused for not sent, and open, however final the refusal", () => {
    const both = { Successful: [{ Id: "0" }, { Id: "1" }], Failed: [{ Id: "1", Code: "InvalidMessageContents" }] };
    const [, fate] = batchFates(both as Answer, ["0", "1"], "inbox");
    expect([fate?.code, fate?.retryable]).toEqual(["NO_ANSWER", true]);
  });

  it("takes a message that was named twice for what both say, and for open where they differ", () => {
    const twice = (...codes: readonly string[]) => codes.map((Code) => ({ Id: "0", Code }));
    expect([
      fates({ Successful: [{ Id: "0" }, { Id: "0" }] }, ["0"]),
      fates({ Failed: twice("InvalidMessageContents", "InvalidMessageContents") }, ["0"]),
      fates({ Failed: twice("InvalidMessageContents", "InternalError") }, ["0"]),
    ]).toEqual([["sent"], ["InvalidMessageContents"], ["NO_ANSWER"]]);
  });

  it("never takes for sent what is not among the taken alone, whatever the answer is", () => {
    const entry = fc.record({
      Id: fc.constantFrom("0", "1", "2", "3"),
      Code: fc.constantFrom("A", "B", "ValidationError"),
    });
    const list = fc.array(entry, { maxLength: 6 });
    fc.assert(
      fc.property(list, list, (Successful, Failed) => {
        for (const [at, fate] of fates({ Successful, Failed }).entries()) {
          const isNamed = (entries: typeof Failed) => entries.some(({ Id }) => Id === `${at}`);
          expect(fate === "sent").toBe(isNamed(Successful) && !isNamed(Failed));
        }
      }),
    );
  });
});
