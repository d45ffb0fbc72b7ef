import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atOddServer } from "../../../support/odd-servers.ts";
import { ROOT, runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";
import { expectGone } from "../../local/process/bundles.ts";

const starter = join(ROOT, "examples/starter/fabric.yaml");
const folder = temporaryFolder();
const own = temporaryFolder();
const dev = (...words: readonly string[]) => runCommand(folder, ["dev", starter, ...words]);

describe("hopspan dev", () => {
  it("carries a feed over and closes with an account that balances", { timeout: 60_000 }, async () => {
    const orders = Array.from({ length: 30 }, (_, at) => ({
      orderId: `o-${at}`,
      status: at % 3 === 0 ? "NEW" : "PAID",
      customer: { id: `c-${at % 4}` },
      card: { brand: "visa", number: "4111111111111111" },
    }));
    writeFileSync(join(folder, "orders.ndjson"), orders.map((order) => JSON.stringify(order)).join("\n"));
    const feed = ["--feed", "orders.ndjson", "--to", "orders", "--key", "customer.id"];
    const { code, out, err } = await dev(...feed, "--once", "--json");
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, err]).toEqual([0, ""]);
    expect(events.find(({ event }) => event === "reconciliation")).toEqual({
      event: "reconciliation",
      accounts: [
        {
          link: "starter/export-orders",
          in: 30,
          delivered: 20,
          dropped: 10,
          dead: 0,
          inFlight: 0,
          retried: 0,
          duplicates: 0,
          gap: 0,
          missing: 0,
        },
      ],
      feeds: [{ file: "orders.ndjson", to: "orders", sent: 30, refused: 0, unsent: 0, isRead: true }],
    });
  });

  it("feeds what comes in by standard input, whatever that is", { timeout: 120_000 }, async () => {
    const lines = '{"customer":{"id":1}}\n{"status":\n{"customer":{"id":2}}';
    const words = ["--feed", "-", "--to", "orders", "--key", "customer.id", "--once", "--json"];
    const piped = await runCommand(folder, ["dev", starter, ...words], lines);
    writeFileSync(join(folder, "in.ndjson"), lines);
    const command = [process.execPath, join(ROOT, "infra/cli/hopspan.ts"), "dev", starter, ...words];
    const fromFile = spawnSync("sh", ["-c", '"$0" "$@" < in.ndjson', ...command], { cwd: folder, encoding: "utf8" });
    for (const [code, out] of [
      [piped.code, piped.out],
      [fromFile.status, fromFile.stdout],
    ] as const) {
      const events = out.split("\n").filter((line) => line.startsWith('{"event":"re'));
      expect([code, events.map((line) => JSON.parse(line) as unknown)]).toEqual([
        1,
        [
          { event: "refused", file: "-", line: 2, reason: expect.stringContaining("JSON") },
          expect.objectContaining({
            feeds: [{ file: "-", to: "orders", sent: 2, refused: 1, unsent: 0, isRead: true }],
          }),
        ],
      ]);
    }
  });

  it("keeps queues of one name apart, by account and by region", { timeout: 60_000 }, async () => {
    const fabric = [
      "fabric: places",
      'aws: { account: "111122223333", region: eu-west-1 }',
      "endpoints:",
      "  here: { sqs: events }",
      "  there: { sqs: events, region: us-east-1 }",
      '  theirs: { sqs: events, account: "444455556666", existing: true }',
      "hops:",
      "  over: { from: here, to: there }",
      "  on: { from: there, to: theirs }",
    ];
    writeFileSync(join(folder, "places.yaml"), fabric.join("\n"));
    writeFileSync(join(folder, "events.ndjson"), "1\n2\n3\n");
    const words = ["--feed", "events.ndjson", "--to", "here", "--once", "--json"];
    const { code, out } = await runCommand(folder, ["dev", "places.yaml", ...words]);
    const account = out.split("\n").find((line) => line.startsWith('{"event":"reconciliation"')) ?? "{}";
    const { accounts } = JSON.parse(account) as { accounts: readonly Record<string, unknown>[] };
    expect([
      code,
      accounts.map(({ link, in: taken, delivered, gap, missing }) => [link, taken, delivered, gap, missing]),
    ]).toEqual([
      0,
      [
        ["places/over", 3, 3, 0, 0],
        ["places/on", 3, 3, 0, 0],
      ],
    ]);
  });

  it("ends with 0 on SIGTERM, without a process or a trace left", { timeout: 60_000 }, async () => {
    const running = await startDev(own, starter);
    const pids = running.ready.links.flatMap((link) => link.pids);
    expect(running.ready).toMatchObject({ fabric: "starter", links: [{ name: "starter/export-orders" }] });
    const { code, err } = await running.stop();
    expect([code, err]).toEqual([0, ""]);
    await expectGone(pids);
    expect(existsSync(join(own, ".hopspan")) ? readdirSync(join(own, ".hopspan")) : []).toEqual([]);
  });

  it("ends with 3 and one line where a port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const sqs = await dev("--sqs-port", String(port));
    const pubsub = await dev("--pubsub-port", String(port));
    taken.close();
    const line = expect.stringMatching(new RegExp(`^hopspan: [^\\n]*${port}[^\\n]*\\n$`));
    expect([sqs.code, sqs.err, pubsub.code, pubsub.err]).toEqual([3, line, 3, line]);
  });

  it.each(["--aws-endpoint", "--pubsub-host"])(
    "ends with 3 and one line where what %s names is no broker",
    async (option) => {
      await atOddServer("serves a page", async (host) => {
        const { code, out, err } = await dev(option, option === "--aws-endpoint" ? `http://${host}` : host);
        const line = new RegExp(`^hopspan: the [^\\n]* at ${host} \\(${option}\\) can't be used: [^\\n]+\\n$`);
        expect([code, out, err]).toEqual([3, "", expect.stringMatching(line)]);
      });
    },
  );

  it.each([
    ["an endpoint that is not there", ["--feed", starter, "--to", "order"], "did you mean orders?"],
    ["a feed file that can't be read", ["--feed", "missing.ndjson", "--to", "orders"], "missing.ndjson can't be read"],
    ["a feed that goes nowhere", ["--feed", starter], "--to ENDPOINT"],
    ["a folder as feed", ["--feed", ".", "--to", "orders"], "is a folder"],
    ["standard input twice", ["--feed", "-", "--to", "orders", "--feed", "-", "--to", "orders"], "given once"],
    ["a server without a scheme", ["--aws-endpoint", "localhost:4566"], "--aws-endpoint must be a URL"],
    ["a server with a port that is none", ["--pubsub-host", "127.0.0.1:99999"], "--pubsub-host must be HOST:PORT"],
    ["a port that is no number", ["--sqs-port", "x"], "--sqs-port must be a whole number"],
  ])("ends with 2 and one line for %s", async (_, words, said) => {
    const { code, out, err } = await dev(...words);
    expect([code, out, err.split("\n").length, err]).toEqual([2, "", 2, expect.stringContaining(said)]);
  });

  it.each([
    ["--sqs-port", "99999"],
    ["--pubsub-host", "http://127.0.0.1:8085"],
  ])("says nothing of secrets before it refuses %s %s", async (...words) => {
    const { code, out, err } = await runCommand(folder, ["dev", join(ROOT, "examples/retail/fabric.yaml"), ...words]);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(new RegExp(`^hopspan: ${words[0]} [^\\n]+\\n$`))]);
  });
});
