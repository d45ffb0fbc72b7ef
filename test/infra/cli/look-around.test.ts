import { describe, expect, it } from "vitest";
import { devOutput } from "../../../infra/cli/dev-output.ts";
import { lookAround } from "../../../infra/cli/look-around.ts";
import type { Account } from "../../../infra/local/reconcile.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { aFabric, queue, topic } from "../../shared/fabric/a-fabric.ts";

const compiled = compile(
  aFabric(
    { orders: queue("orders.fifo"), feed: topic("feed"), scores: topic("scores"), inbox: queue("inbox") },
    { export: { from: "orders", to: ["feed", "scores"] }, back: { from: "scores", to: "inbox" } },
  ),
);
const anAccount = (link: string, dead = 0): Account => ({
  link,
  in: 1,
  delivered: 1 - dead,
  dropped: 0,
  dead,
  inFlight: 0,
  retried: 0,
  duplicates: 0,
  gap: 0,
  missing: 0,
});
const accounts = [anAccount("retail/export.split", 1), anAccount("retail/back")];

describe("what can be done with a run that stays up", () => {
  it("names an endpoint that keeps what has come, and the dead letters that there are", () => {
    expect(lookAround(compiled, accounts)).toEqual([
      "it stays up until Ctrl-C; from another terminal: npx hopspan receive inbox",
      "  dead letters of retail/export.split, with their reasons: npx hopspan receive orders.dead",
      "  more: docs/running-locally.md; a fabric of your own: npx hopspan init my-fabric",
    ]);
  });

  it.each([
    ["goes on", false, false, true],
    ["ends by itself", true, false, false],
    ["was ended", false, true, false],
  ])("is told only while there is one: it %s", (_, once, isEnded, isTold) => {
    const lines: string[] = [];
    const terminal = {
      out: (line: string) => lines.push(line),
      written: async () => {},
      err: () => {},
      interactive: false,
      columns: 80,
      keyboard: false,
      environment: {},
      folder: ".",
      input: async () => Buffer.alloc(0),
      ended: isEnded ? AbortSignal.abort() : new AbortController().signal,
    };
    devOutput(compiled, terminal, { json: false, once }).close(accounts, []);
    expect(lines.join("\n").includes("npx hopspan receive")).toBe(isTold);
    expect(lines.join("\n")).toContain("every message is accounted for");
  });
});
