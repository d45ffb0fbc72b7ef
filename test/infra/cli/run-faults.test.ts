import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultLines, faultsOf } from "../../../infra/cli/run-faults.ts";
import type { Given } from "../../../infra/cli/verb.ts";
import { temporaryFolder } from "../../support/run-command.ts";

const given = (options: Given["options"]): Given => ({ words: [], options, order: [] });
const asked = { broker: "sqs", operation: "SendMessage", names: ["orders"] } as const;

describe("the faults of a run", () => {
  it("are none where none are asked for", async () => {
    expect(await faultsOf(given({}))).toBeUndefined();
  });

  it("begin when the run does, and end when it is asked to", async () => {
    const file = join(temporaryFolder(), "faults.yaml");
    writeFileSync(file, "faults: [{ down: true }, { hang: true }]");
    const faults = await faultsOf(given({ faults: file }));
    if (faults === undefined) expect.fail("there are none");
    expect(faults.injector.fate(asked)).toEqual({ delayMs: 0 });
    const notes: string[] = [];
    const ended = new AbortController();
    faults.begin((text) => notes.push(text), ended.signal);
    expect(notes).toEqual([`${file}: 2 faults are in effect, seed 1`]);
    expect(faults.injector.fate(asked).ending).toEqual({ kind: "down" });
    ended.abort();
    expect(faults.injector.fate(asked)).toEqual({ delayMs: 0 });
    faults.end();
  });

  it.each(["aws-endpoint", "pubsub-host"])("are refused together with --%s", async (option) => {
    await expect(faultsOf(given({ faults: "f.yaml", [option]: "x" }))).rejects.toThrow(`leave out --${option}`);
  });

  it("are told in columns", () => {
    expect(
      faultLines([
        { fault: "down", seen: 1_200, injected: 1_000 },
        { fault: "refuse OverLimit", seen: 20, injected: 3 },
      ]),
    ).toEqual([
      "faults injected, of what each was for",
      "  down              1,000 of 1,200",
      "  refuse OverLimit      3 of 20",
    ]);
    expect(faultLines([])).toEqual(["no faults were injected"]);
  });
});
