import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const empty = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);
const PAID = '{"orderId":"o-1","status":"PAID"}';
let running: Awaited<ReturnType<typeof startDev>>;
beforeAll(async () => {
  running = await startDev(folder, join(ROOT, "examples/starter/fabric.yaml"));
});
afterAll(() => running?.stop());

/** Sends a paid order; gives its id. */
async function order(...options: readonly string[]): Promise<string> {
  const { out } = await hopspan("send", "orders", PAID, ...options);
  return out.trimEnd().replace("sent ", "");
}

describe("hopspan receive", () => {
  it("prints the whole logical message that has crossed as one JSON line", async () => {
    const id = await order("--key", "c-1", "--attribute", "tenant=a", "--attribute", "weight:Number.kg=2");
    const { code, out, err } = await hopspan("receive", "order-feed", "--count", "1", "--json");
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual({
      id,
      body: Buffer.from(PAID).toString("base64"),
      attributes: { tenant: { type: "String", value: "a" }, weight: { type: "Number.kg", value: "2" } },
      orderingKey: "c-1",
      trail: ["starter/export-orders"],
      sentAt: expect.any(Number),
    });
  });

  it("prints the wire form on demand: what the broker holds, header and all", async () => {
    const id = await order("--key", "c-2");
    const { code, out } = await hopspan("receive", "order-feed", "--count", "1", "--raw");
    const raw = JSON.parse(out) as { data: string; attributes: Record<string, string>; orderingKey: string };
    expect([code, Buffer.from(raw.data, "base64").toString(), raw.orderingKey]).toEqual([0, PAID, "c-2"]);
    expect(JSON.parse(raw.attributes["hopspan"] ?? "")).toMatchObject({ v: 1, i: id, t: ["starter/export-orders"] });
  });

  it("shows a message to people, and has taken it for good", async () => {
    const id = await order("--key", "c-3");
    const shown = await hopspan("receive", "order-feed", "--count", "1");
    const first = `${id}  key "c-3"  ${PAID.length} B  via starter/export-orders`;
    expect(shown).toEqual({ code: 0, out: `${first}\n  ${PAID}\n`, err: "" });
    expect(await hopspan("receive", "order-feed")).toEqual({ code: 0, out: "", err: "" });
  });

  it.each([
    ["an endpoint that is not there", ["order-fed"], "has no endpoint order-fed: did you mean order-feed?"],
    ["no endpoint", [], "receive takes one endpoint"],
    ["a count that is none", ["order-feed", "--count", "0"], "--count must be a whole number of at least 1"],
    ["a count of what has no end", ["order-feed", "--count", "1", "--follow"], "choose one of --count and --follow"],
  ])("ends with 2 and one line for %s", async (_, words, said) => {
    const { code, out, err } = await hopspan("receive", ...words);
    expect([code, out, err.split("\n").length, err]).toEqual([2, "", 2, expect.stringContaining(said)]);
  });

  it("ends with 3 where no fabric runs", async () => {
    const { code, err } = await runCommand(empty, ["receive", "order-feed"]);
    expect([code, err]).toEqual([3, 'hopspan: no fabric runs in this folder: start one with "hopspan dev" first\n']);
  });
});
