import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, runCommand, startDev, temporaryFolder } from "../../support/run-command.ts";

const STARTER = join(ROOT, "examples/starter/fabric.yaml");
const LIMITS = { timeout: 120_000 };
const folder = temporaryFolder();
const own = temporaryFolder();
let running: Awaited<ReturnType<typeof startDev>>;
beforeAll(async () => {
  running = await startDev(folder, STARTER, [], { timeoutMs: 600_000 });
});
afterAll(() => running?.stop());

/** Runs `hopspan WORDS` where a shell says: `script` has the command as `"$0" "$@"`. */
async function inShell(script: string, words: readonly string[], cwd = folder) {
  const child = spawn("sh", ["-c", script, process.execPath, join(ROOT, "infra/cli/hopspan.ts"), ...words], { cwd });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once("exit", resolve)),
  ]);
  return { code, out, err };
}

const FULL = 'exec "$0" "$@" > /dev/full';
const NO_SPACE = "standard output can't be written (ENOSPC)";
const ids = (out: string) =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { id: string }).id);

async function send(endpoint: string, ...bodies: readonly string[]): Promise<readonly string[]> {
  const sent: string[] = [];
  for (const body of bodies) sent.push((await runCommand(folder, ["send", endpoint, body])).out.trim().slice(5));
  return sent;
}

async function rest(endpoint: string, count: number): Promise<readonly string[]> {
  return ids((await runCommand(folder, ["receive", endpoint, "--json", "--count", String(count)])).out);
}

describe("hopspan, where standard output can't be written", () => {
  it.each([
    ["check", [STARTER]],
    ["check", [STARTER, "--json"]],
    ["test", [STARTER]],
    ["--help", []],
    ["--version", []],
  ])("ends with 4 and one line: %s %j", LIMITS, async (verb, words) => {
    expect(await inShell(FULL, [verb, ...words])).toEqual({ code: 4, out: "", err: `hopspan: ${NO_SPACE}\n` });
  });

  it("says of a message that it was sent, which a script must not send again", LIMITS, async () => {
    const { code, err } = await inShell(FULL, ["send", "order-feed", "hello", "--json"]);
    const [id = ""] = await rest("order-feed", 1);
    expect([code, err]).toEqual([4, `hopspan: order-feed has the message, sent as ${id}, but ${NO_SPACE}\n`]);
  });

  it("brings a run to its end, and says so", LIMITS, async () => {
    const { code, err } = await inShell(FULL, ["dev", STARTER, "--json", "--once"], own);
    expect([code, err, readdirSync(join(own, ".hopspan"))]).toEqual([4, `hopspan: ${NO_SPACE}\n`, []]);
  });

  it.each(["order-feed", "orders.dead"])("leaves what nobody could keep where it is: %s", LIMITS, async (endpoint) => {
    const sent = await send(endpoint, "one", "two", "three");
    const lost = await inShell(FULL, ["receive", endpoint, "--json"]);
    expect(lost).toEqual({ code: 4, out: "", err: `hopspan: ${NO_SPACE}\n` });
    expect((await rest(endpoint, 3)).toSorted()).toEqual(sent.toSorted());
  });

  it.each(["order-feed", "orders.dead"])(
    "takes away what a disk has taken before it was full: %s",
    LIMITS,
    async (endpoint) => {
      const sent = await send(endpoint, ..."abcdef".split("").map((letter) => letter.repeat(300)));
      // A file of at most some kilobytes: the last write is a part of a line.
      const { code, out, err } = await inShell('ulimit -f 1; "$0" "$@" > kept; code=$?; cat kept; exit $code', [
        "receive",
        endpoint,
        "--json",
      ]);
      const kept = ids(out.slice(0, out.lastIndexOf("\n") + 1));
      expect([code, err]).toEqual([4, "hopspan: standard output can't be written (EFBIG)\n"]);
      expect(out.endsWith("\n")).toBe(false);
      const left = await rest(endpoint, sent.length - kept.length);
      expect([...kept, ...left].toSorted()).toEqual(sent.toSorted());
    },
  );

  it("leaves silently what a reader who has gone did not take", LIMITS, async () => {
    const sent = await send("order-feed", ..."abc");
    // The reader has gone before the first line.
    const gone = await inShell('{ "$0" "$@"; echo "$?" > code; } | true; cat code', [
      "receive",
      "order-feed",
      "--json",
    ]);
    expect(gone).toEqual({ code: 0, out: "0\n", err: "" });
    expect((await rest("order-feed", 3)).toSorted()).toEqual(sent.toSorted());
  });
});
