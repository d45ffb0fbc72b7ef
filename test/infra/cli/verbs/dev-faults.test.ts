import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";
import { expectGone } from "../../local/process/bundles.ts";

const starter = join(ROOT, "examples/starter/fabric.yaml");
const folder = temporaryFolder();

interface Event {
  readonly event: string;
  readonly accounts?: readonly Record<string, unknown>[];
  readonly faults?: readonly { readonly fault: string; readonly seen: number; readonly injected: number }[];
}

describe("hopspan dev, with faults", () => {
  it("loses nothing, and says how many of each were injected", { timeout: 120_000 }, async () => {
    const orders = Array.from({ length: 40 }, (_, at) => ({
      orderId: `o-${at}`,
      status: "PAID",
      customer: { id: `c-${at % 4}` },
      card: { brand: "visa", number: "4111111111111111" },
    }));
    writeFileSync(join(folder, "orders.ndjson"), orders.map((order) => JSON.stringify(order)).join("\n"));
    const faults = [
      "seed: 11",
      "faults:",
      "  - { at: order-feed, on: Publish, refuse: UNAVAILABLE, skip: 1, times: 3 }",
      "  - { at: orders, on: [DeleteMessage, DeleteMessageBatch], refuse: InternalError, times: 2 }",
      "  - { at: orders, on: SendMessageBatch, failEntries: RequestThrottled, rate: 0.2 }",
    ];
    writeFileSync(join(folder, "faults.yaml"), faults.join("\n"));
    const feed = ["--feed", "orders.ndjson", "--to", "orders", "--key", "customer.id"];
    const words = ["dev", starter, ...feed, "--once", "--json", "--function-timeout", "2", "--faults", "faults.yaml"];
    const { code, out, err } = await runCommand(folder, words, "", { timeoutMs: 110_000 });
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    const account = events.find(({ event }) => event === "reconciliation")?.accounts?.[0];
    const counted = events.find(({ event }) => event === "faults")?.faults ?? [];
    expect([code, err, account]).toEqual([
      0,
      "",
      expect.objectContaining({ in: 40, delivered: 40, gap: 0, missing: 0 }),
    ]);
    expect(counted.map(({ fault, injected }) => [fault, injected])).toEqual([
      ["refuse UNAVAILABLE at order-feed on Publish", 3],
      ["refuse InternalError at orders on DeleteMessage, DeleteMessageBatch", 2],
      ["failEntries RequestThrottled at orders on SendMessageBatch", expect.any(Number)],
    ]);
    expect(counted[2]?.injected).toBeGreaterThan(0);
  });

  it("comes to its end on a signal, also where everything hangs", { timeout: 60_000 }, async () => {
    writeFileSync(
      join(folder, "hang.yaml"),
      "faults: [{ on: [SendMessageBatch, ReceiveMessage, Publish], hang: true }]",
    );
    writeFileSync(join(folder, "one.ndjson"), '{"status":"PAID","customer":{"id":1}}');
    const feed = ["--feed", "one.ndjson", "--to", "orders", "--key", "customer.id"];
    const run = await startDev(folder, starter, [...feed, "--faults", "hang.yaml"]);
    const counted = new Promise<void>((resolve) => {
      run.child.stdout.on("data", (chunk: Buffer) => String(chunk).includes('"progress"') && resolve());
    });
    await counted;
    const { code, out, err } = await run.stop();
    const last = JSON.parse(out.trimEnd().split("\n").at(-1) ?? "") as Event;
    expect([code, err, last.faults]).toEqual([
      0,
      "",
      [expect.objectContaining({ fault: "hang on SendMessageBatch, ReceiveMessage, Publish" })],
    ]);
    expect(last.faults?.[0]?.injected).toBeGreaterThan(0);
    await expectGone(run.ready.links.flatMap(({ pids }) => pids));
  });

  it("takes a file that has changed into effect", { timeout: 60_000 }, async () => {
    const file = join(folder, "changing.yaml");
    writeFileSync(file, "faults: []\n");
    const run = await startDev(folder, starter, ["--faults", file]);
    const heard = (text: string) =>
      new Promise<void>((resolve) => {
        run.child.stdout.on("data", (chunk: Buffer) => String(chunk).includes(text) && resolve());
      });
    const changed = heard("has changed: 1 fault is in effect, seed 4");
    writeFileSync(file, "seed: 4\nfaults: [{ at: orders, down: true }]\n");
    await changed;
    const refused = heard("did you mean orders?");
    writeFileSync(file, "faults: [{ at: order, down: true }]\n");
    await refused;
    expect((await run.stop()).code).toBe(0);
  });

  it("refuses a file that is not sound by line and column, before anything starts", async () => {
    writeFileSync(
      join(folder, "unsound.yaml"),
      "faults:\n  - { at: ordres, refuse: UNAVAILABLE }\n  - { dwn: true }\n",
    );
    const first = await runCommand(folder, ["dev", starter, "--faults", "unsound.yaml"]);
    expect([first.code, first.out, first.err]).toEqual([
      2,
      "",
      'unsound.yaml:3:7: faults[1]: "dwn" is no key here: did you mean down?\n',
    ]);
    writeFileSync(join(folder, "unsound.yaml"), "faults:\n  - { at: ordres, down: true }\n");
    const second = await runCommand(folder, ["dev", starter, "--faults", "unsound.yaml"]);
    expect([second.code, second.err]).toEqual([
      2,
      'unsound.yaml:2:11: faults[0].at "ordres" is no endpoint: did you mean orders?\n',
    ]);
  });

  it("has faults at embedded servers alone", async () => {
    const words = ["--faults", "faults.yaml", "--aws-endpoint", "http://127.0.0.1:5000"];
    const { code, err } = await runCommand(folder, ["dev", starter, ...words]);
    expect([code, err]).toEqual([2, "hopspan: --faults is for the embedded servers: leave out --aws-endpoint\n"]);
  });
});
