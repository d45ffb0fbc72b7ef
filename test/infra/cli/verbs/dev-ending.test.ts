import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { killGroup } from "../../../../infra/local/process/kill-group.ts";
import { aPipe } from "../../../support/a-pipe.ts";
import { ROOT, startCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";
import { expectGone } from "../../local/process/bundles.ts";

const starter = join(ROOT, "examples/starter/fabric.yaml");
const folder = temporaryFolder();
const own = temporaryFolder();
const LIMITS = { timeout: 60_000 };
const order = (at: number) => JSON.stringify({ orderId: `o-${at}`, status: "PAID", customer: { id: `c-${at % 50}` } });

const orders = (count: number) => Array.from({ length: count }, (_, at) => order(at));

interface Closing {
  readonly accounts: readonly { readonly delivered: number; readonly duplicates: number; readonly gap: number }[];
  readonly feeds: readonly { readonly sent: number; readonly refused: number; readonly unsent: number }[];
}

/** The account with which a run closed. */
function closingOf(out: string): Closing | undefined {
  const line = out.split("\n").findLast((each) => each.startsWith('{"event":"reconciliation"'));
  return line === undefined ? undefined : (JSON.parse(line) as Closing);
}

function feedOf(name: string, lines: readonly string[]): readonly string[] {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  return ["--feed", file, "--to", "orders", "--key", "customer.id"];
}

function pipe(name: string): readonly string[] {
  return ["--feed", aPipe(folder, name), "--to", "orders"];
}

type Run = Awaited<ReturnType<typeof startDev>>;

/** Resolves when the run says that, from now on. */
function said({ child }: Run, text: string): Promise<void> {
  let heard = "";
  return new Promise((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      heard += chunk;
      if (heard.includes(text)) resolve();
    });
  });
}

/** A server that takes requests and never answers; `asked` resolves with the first one. */
async function aSilentServer() {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = createServer(() => resolve()).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** How many messages of the starter's queue are out with its function, as the queue says. */
async function countOut({ sqs: { endpoint } }: Run["ready"]): Promise<string | undefined> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SQSClient({ endpoint, region: "eu-west-1", credentials });
  const QueueUrl = `${endpoint}/111122223333/orders.fifo`;
  const asked = new GetQueueAttributesCommand({
    QueueUrl,
    AttributeNames: ["ApproximateNumberOfMessagesNotVisible"],
  });
  const { Attributes } = await client.send(asked);
  client.destroy();
  return Attributes?.["ApproximateNumberOfMessagesNotVisible"];
}

describe("hopspan dev, ended by a signal", () => {
  it.each([
    ["SIGTERM", [], 0],
    ["SIGINT", [], 0],
    ["SIGHUP", [], 0],
    ["SIGTERM", ["--once"], 1],
  ] as const)(
    "ends on %s while a feed waits for a pipe's writer; with %j the code is %i",
    LIMITS,
    async (signal, words, code) => {
      const feed = pipe(`${signal}${words.length}`);
      const run = await startDev(folder, starter, [...feed, ...words]);
      run.child.kill(signal);
      const ended = await run.end;
      expect([ended.code, ended.err]).toEqual([code, ""]);
      expect(closingOf(ended.out)?.feeds).toEqual([
        { file: feed[1], to: "orders", sent: 0, refused: 0, unsent: 0, isRead: false },
      ]);
      await expectGone(run.ready.links.flatMap(({ pids }) => pids));
    },
  );

  it.each([
    [["--once"], 1],
    [[], 0],
  ] as const)(
    "says in the middle of a feed how much was not sent; with %j the code is %i",
    LIMITS,
    async (words, code) => {
      const count = 30_000;
      const feed = feedOf("many.ndjson", orders(count));
      const run = await startDev(folder, starter, [...feed, ...words]);
      await said(run, '"progress"');
      run.child.kill("SIGTERM");
      const ended = await run.end;
      const closing = closingOf(ended.out);
      const [line] = closing?.feeds ?? [];
      expect([ended.code, (line?.sent ?? 0) + (line?.unsent ?? 0), line?.refused]).toEqual([code, count, 0]);
      expect(line?.unsent).toBeGreaterThan(0);
      expect(closing?.accounts).toMatchObject([{ in: line?.sent, duplicates: 0, gap: 0, missing: 0 }]);
    },
  );

  it.each([
    [[], 0],
    [["--once"], 1],
  ] as const)("ends before it is ready, where a server hangs; with %j the code is %i", LIMITS, async (words, code) => {
    const server = await aSilentServer();
    const feed = feedOf("one.ndjson", [order(1)]);
    const there = ["--aws-endpoint", server.endpoint];
    const { child, end } = startCommand(folder, ["dev", starter, "--json", ...there, ...feed, ...words]);
    await server.asked;
    child.kill("SIGTERM");
    const ended = await end;
    await server.close();
    const note = { event: "note", text: "ended before the fabric ran: nothing was sent" };
    expect([ended.code, ended.err, ended.out]).toEqual([code, "", `${JSON.stringify(note)}\n`]);
  });

  it("does not wait for what is out on a second signal, and leaves nothing behind", LIMITS, async () => {
    const feed = pipe("late");
    const run = await startDev(own, starter, feed);
    const pids = run.ready.links.flatMap((link) => link.pids);
    // A function that hangs: what it has is out until its time-out, half a minute from now.
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    await writeFile(feed[1] ?? "", order(1));
    await expect.poll(() => countOut(run.ready), { timeout: 30_000 }).toBe("1");
    run.child.kill("SIGINT");
    await said(run, "ending:");
    // What comes at once is taken for the same Ctrl-C, passed on by npm.
    await sleep(500);
    run.child.kill("SIGINT");
    const { code } = await run.end;
    await expectGone(pids);
    expect([code, readdirSync(join(own, ".hopspan"))]).toEqual([130, []]);
  });

  it("comes to its end when nobody reads what it says", LIMITS, async () => {
    const run = await startDev(own, starter, feedOf("unheard.ndjson", orders(500)));
    run.end.catch(() => {});
    run.child.stdout.destroy();
    await once(run.child, "exit");
    await expectGone(run.ready.links.flatMap((link) => link.pids));
    expect([run.child.exitCode, readdirSync(join(own, ".hopspan"))]).toEqual([0, []]);
  });
});

/**
 * What npm does: it runs a command by a shell, of which it is the parent. `shell` is its process, which ends when npm is told
 * to; `npm` is what stands for npm itself.
 */
const AS_NPM = `
const { spawn } = require("node:child_process");
const shell = spawn("sh", ["-c", '"$0" "$@"; exit $?', ...process.argv.slice(1)], {
  stdio: "inherit",
  env: { ...process.env, npm_lifecycle_event: "start" },
});
console.error(shell.pid);
`;

/** Resolves when the stream has brought that. */
async function until(stream: Readable, wanted: RegExp): Promise<string> {
  let heard = "";
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    heard += String(chunk);
    const found = wanted.exec(heard)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`the command has ended and said: ${heard}`);
}

describe("hopspan dev, started by npm", () => {
  it.each([
    ["was told to end, and has ended its shell", "shell"],
    ["was killed, and its shell was not", "npm"],
  ] as const)("drains and ends once npm %s", LIMITS, async (_, which) => {
    const command = [process.execPath, join(ROOT, "infra/cli/hopspan.ts"), "dev", starter, "--json"];
    const npm = spawn(process.execPath, ["-e", AS_NPM, ...command], { cwd: own, detached: true });
    try {
      const shell = Number(await until(npm.stderr, /^\d+\n/));
      const ready = JSON.parse(await until(npm.stdout, /^\{"ready":[^\n]*(?=\n)/m)) as Run["ready"];
      const [file = ""] = readdirSync(join(own, ".hopspan"));
      const pids = [Number(/\d+/.exec(file)?.[0]), ...ready.links.flatMap((link) => link.pids)];
      process.kill(which === "npm" ? (npm.pid ?? 0) : shell, "SIGKILL");
      await until(npm.stdout, /"event":"reconciliation"/);
      await expectGone([...pids, shell, npm.pid ?? 0]);
      expect(readdirSync(join(own, ".hopspan"))).toEqual([]);
    } finally {
      // A run that does not end by itself would outlive this test.
      killGroup(npm.pid);
    }
  });
});
