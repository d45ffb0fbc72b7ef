import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localSqs } from "../../../../infra/local/servers.ts";
import { aFile, topic } from "../../../shared/fabric/a-fabric.ts";
import { ROOT, runCommand, startCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const empty = temporaryFolder();
const own = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);
const STARTER = join(ROOT, "examples/starter/fabric.yaml");
const PAID = '{"orderId":"o-1","status":"PAID"}';
let running: Awaited<ReturnType<typeof startDev>>;
beforeAll(async () => {
  running = await startDev(folder, STARTER, [], { timeoutMs: 600_000 });
});
afterAll(() => running?.stop());

/** A header of a version that nobody can read yet. */
const DAMAGED = '{"v":9}';

interface Raw {
  readonly Body: string;
  readonly MessageAttributes: Readonly<
    Record<string, { readonly StringValue?: string; readonly BinaryValue?: string }>
  >;
}

/** As a broken system would send it: the function lays it down as it is. */
async function sendDamaged(body: string): Promise<void> {
  const { endpoint } = running.ready.sqs;
  const client = localSqs(endpoint, { account: "111122223333", region: "eu-west-1" });
  const message = {
    QueueUrl: `${endpoint}/111122223333/orders.fifo`,
    MessageBody: body,
    MessageGroupId: "g",
    MessageDeduplicationId: `d-${Date.now()}`,
    MessageAttributes: {
      hopspan: { DataType: "String", StringValue: DAMAGED },
      bytes: { DataType: "Binary", BinaryValue: Uint8Array.of(0, 255) },
    },
  };
  await client.send(new SendMessageCommand(message));
  client.destroy();
}

/** A folder where a run was that left its mark behind; the process with its number is another one. */
const left = temporaryFolder();
beforeAll(() => leaveMark(left, { fabric: "starter", file: STARTER }));
function leaveMark(where: string, of: { readonly fabric: string; readonly file: string }): void {
  const mark = { pid: process.pid, ...of, sqsEndpoint: "http://127.0.0.1:1", pubsubHost: "127.0.0.1:1" };
  mkdirSync(join(where, ".hopspan"));
  writeFileSync(join(where, `.hopspan/dev-${process.pid}.json`), JSON.stringify(mark));
}
const goneLine = (where: string) =>
  `hopspan: the run of fabric starter is gone: nothing answers at ${where}. Start it again: npx hopspan dev ${relative(left, STARTER)}\n`;

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
    const nothing = "nothing came from order-feed within 2 s\n";
    expect(await hopspan("receive", "order-feed")).toEqual({ code: 0, out: "", err: nothing });
  });

  it("shows what can't be read as the broker has it and says why, and all others beside it", async () => {
    await sendDamaged("red\u009b2J");
    await hopspan("send", "orders", "no JSON", "--key", "c-1");
    const { code, out, err } = await hopspan("receive", "orders.dead", "--count", "2");
    const shown = out.split("\n");
    expect([code, err]).toEqual([1, "1 of 2 could not be read, and stand above as the broker had them\n"]);
    expect(shown.filter((line) => line.startsWith("unreadable: "))).toEqual([
      expect.stringMatching(/^unreadable: .*version.* \([A-Z_]+\)$/),
    ]);
    expect(shown).toContain("  no JSON");
    const raw = JSON.parse(shown.find((line) => line.startsWith("  {")) ?? "") as Raw;
    expect([raw.Body, raw.MessageAttributes["hopspan"]?.StringValue]).toEqual(["red\u009b2J", DAMAGED]);
    expect(raw.MessageAttributes["bytes"]?.BinaryValue).toBe("AP8=");
    expect(out.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(await hopspan("receive", "orders.dead")).toMatchObject({ code: 0, out: "" });
  });

  it("says of what can't be read in JSON that it is so, and has its reason and its raw form", async () => {
    await sendDamaged("x");
    const { code, out } = await hopspan("receive", "orders.dead", "--count", "1", "--json");
    expect([code, JSON.parse(out)]).toEqual([
      1,
      {
        unreadable: true,
        error: { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringContaining("version") },
        raw: expect.objectContaining({ Body: "x" }),
      },
    ]);
    await sendDamaged("y");
    const raw = await hopspan("receive", "orders.dead", "--count", "1", "--raw");
    expect([raw.code, raw.err, JSON.parse(raw.out)]).toEqual([0, "", expect.objectContaining({ Body: "y" })]);
  });

  it("shows names and ids of others instead of obeying them", async () => {
    await hopspan("send", "order-feed", "x", "-a", "a\n\u001b[31m=\u009b\u202e");
    const { out } = await hopspan("receive", "order-feed", "--count", "1");
    expect(out.split("\n")).toHaveLength(4);
    expect(out).toContain('  a\\n\\u001b[31m (String): "\\u009b\\u202e"\n');
  });

  it.each([
    ["a queue", "orders.dead", "http://127.0.0.1:1"],
    ["a topic", "order-feed", "127.0.0.1:1"],
  ])("says in one line that the run is gone, with what to type: %s", async (_, endpoint, where) => {
    const gone = { code: 3, out: "", err: goneLine(where) };
    expect(await runCommand(left, ["receive", endpoint, "--count", "1"])).toEqual(gone);
    const to = endpoint === "orders.dead" ? "orders" : endpoint;
    expect(await runCommand(left, ["send", to, "x"])).toEqual(gone);
  });

  it("says so too where the run ends while it waits", { timeout: 120_000 }, async () => {
    const short = await startDev(own, STARTER);
    const { child, end } = startCommand(own, ["receive", "order-feed", "--follow"]);
    const shown = new Promise((resolve) => child.stdout.once("data", resolve));
    await runCommand(own, ["send", "order-feed", "x"]);
    await shown;
    await short.stop();
    expect(await end).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^hopspan: the run of fabric starter is gone: .+\n$/),
    });
  });

  it.each([
    ["an endpoint that is not there", ["order-fed"], "has no endpoint order-fed: did you mean order-feed?"],
    ["no endpoint", [], "receive takes one endpoint"],
    ["two endpoints", ["order-feed", "orders"], "receive takes one endpoint"],
    ["two forms at once", ["order-feed", "--json", "--raw"], "choose one of --json and --raw"],
    ["an option twice", ["order-feed", "-n", "1", "--count", "2"], "receive takes --count once"],
    ["a count that is none", ["order-feed", "--count", "0"], "--count must be a whole number of at least 1"],
    ["a count of what has no end", ["order-feed", "--count", "1", "--follow"], "choose one of --count and --follow"],
  ])("ends with 2 and one line for %s", async (_, words, said) => {
    const { code, out, err } = await hopspan("receive", ...words);
    expect([code, out, err.split("\n").length, err]).toEqual([2, "", 2, expect.stringContaining(said)]);
  });

  it("says how to see what comes to a topic that only links read, be it one of a circle", async () => {
    const bridged = temporaryFolder();
    const file = join(bridged, "fabric.yaml");
    const endpoints = { here: topic("here"), there: topic("there") };
    const hops = {
      out: { from: "here", to: "there", twoWayWith: "back" },
      back: { from: "there", to: "here", twoWayWith: "out" },
    };
    writeFileSync(file, aFile({ endpoints, hops }));
    leaveMark(bridged, { fabric: "retail", file });
    expect(await runCommand(bridged, ["receive", "here"])).toEqual({
      code: 2,
      out: "",
      err: "hopspan: here is a topic that only its links read: receive from an end that they lead to, or add a hop from here to a queue that no hop reads\n",
    });
  });

  it("ends with 3 where no fabric runs", async () => {
    const { code, err } = await runCommand(empty, ["receive", "order-feed"]);
    expect([code, err]).toEqual([
      3,
      'hopspan: no fabric runs in this folder: start one with "npx hopspan dev" first\n',
    ]);
  });
});
