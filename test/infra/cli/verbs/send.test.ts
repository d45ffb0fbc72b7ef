import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../../../infra/cli/main.ts";
import { aTerminal } from "../../../support/a-terminal.ts";
import { ROOT, runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";

const folder = temporaryFolder();
const empty = temporaryFolder();
const hopspan = (...words: readonly string[]) => runCommand(folder, words);
let running: Awaited<ReturnType<typeof startDev>>;
beforeAll(async () => {
  running = await startDev(folder, join(ROOT, "examples/starter/fabric.yaml"), [], { timeoutMs: 600_000 });
});
afterAll(() => running?.stop());

describe("hopspan send", () => {
  it("says the id of what the broker has confirmed", async () => {
    const plain = await hopspan("send", "orders", "{}");
    expect(plain).toEqual({ code: 0, out: expect.stringMatching(/^sent orders:[0-9a-f-]{36}\n$/), err: "" });
    const { code, out } = await hopspan("send", "orders", "{}", "--json");
    expect([code, JSON.parse(out)]).toEqual([
      0,
      { sent: true, endpoint: "orders", id: expect.stringMatching(/^orders:/) },
    ]);
  });

  it("takes the body from standard input or from a file, byte for byte", async () => {
    const bytes = Buffer.from([0, 255, 10, 13]);
    writeFileSync(join(folder, "bytes"), bytes);
    expect((await hopspan("send", "order-feed", "--file", "bytes")).code).toBe(0);
    expect((await runCommand(folder, ["send", "order-feed", "-"], "piped\n")).code).toBe(0);
    const { out } = await hopspan("receive", "order-feed", "--count", "2", "--json");
    const bodies = out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { body: string }).body);
    expect(bodies.sort()).toEqual([bytes.toString("base64"), Buffer.from("piped\n").toString("base64")].sort());
  });

  it("says that it reads a body where somebody has to type one", async () => {
    const { terminal, out, err } = aTerminal({ folder, keyboard: true, input: async () => Buffer.from("typed\n") });
    expect(await main(["send", "orders"], terminal)).toBe(0);
    expect(err).toEqual(["reads the body from standard input: type it, and end with Ctrl-D"]);
    expect(out).toEqual([expect.stringMatching(/^sent orders:/)]);
  });

  it("sends nothing where it is ended before the body was", async () => {
    const asked = new AbortController();
    const input = () => {
      asked.abort();
      return Promise.reject(asked.signal.reason);
    };
    const { terminal, out, err } = aTerminal({ folder, input, ended: asked.signal });
    expect(await main(["send", "orders", "-"], terminal)).toBe(1);
    expect([out, err]).toEqual([[], ["hopspan: ended before the body was: nothing was sent"]]);
  });

  it("sends an empty body where one is written", async () => {
    expect((await hopspan("send", "order-feed", "")).code).toBe(0);
    const { out } = await hopspan("receive", "order-feed", "--count", "1", "--json");
    expect(JSON.parse(out)).toMatchObject({ body: "" });
  });

  it("ends with 1 and one line for a message that the queue can't hold", async () => {
    writeFileSync(join(folder, "large"), "x".repeat(1_048_577));
    const { code, out, err } = await hopspan("send", "orders", "--file", "large");
    expect([code, out, err]).toEqual([1, "", expect.stringMatching(/^hopspan: orders refused the message: [^\n]+\n$/)]);
  });

  it.each([
    ["an endpoint that is not there", ["order", "x"], "has no endpoint order: did you mean orders?"],
    ["no endpoint", [], "send to which endpoint?"],
    ["no body at all", ["orders"], 'an empty body is written as npx hopspan send orders ""'],
    ["nothing from a pipe", ["orders", "-"], "standard input is empty, and nothing was sent"],
    ["an attribute twice", ["orders", "x", "-a", "n=1", "--attribute", "n:Number=2"], "attribute n is given twice"],
    ["two keys", ["orders", "x", "-k", "a", "-k", "b"], "send takes --key once"],
    ["two bodies", ["orders", "a", "b"], "send takes one body"],
    ["a file that can't be read", ["orders", "--file", "missing"], "missing can't be read (ENOENT)"],
    ["an attribute without a value", ["orders", "x", "-a", "tenant"], "--attribute must be NAME=VALUE"],
    ["an attribute of no type", ["orders", "x", "-a", "n:Float=1"], "type must be String, Number or Binary"],
    ["a number that is none", ["orders", "x", "-a", "n:Number=one"], "a Number must be a decimal number"],
    ["a fabric that is another", ["orders", "x", "--fabric", "other"], "fabric other does not run", 3],
  ])("ends with one line for %s", async (_, words, said, wanted = 2) => {
    const { code, out, err } = await hopspan("send", ...words);
    expect([code, out, err.split("\n").length, err]).toEqual([wanted, "", 2, expect.stringContaining(said)]);
  });

  it("ends with 3 where no fabric runs", async () => {
    const { code, err } = await runCommand(empty, ["send", "orders", "x"]);
    expect([code, err]).toEqual([
      3,
      'hopspan: no fabric runs in this folder: start one with "npx hopspan dev" first\n',
    ]);
  });
});
