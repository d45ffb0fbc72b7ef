// A function that can't be loaded: `hopspan dev` says so in one line, and every message stays where it was.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sendFeed } from "../../infra/local/feed.ts";
import type { Account } from "../../infra/local/reconcile.ts";
import { openServers, type Servers } from "../../infra/local/servers.ts";
import { compile } from "../../shared/fabric/compile.ts";
import type { Link } from "../../shared/fabric/link.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { aProject } from "../support/a-project.ts";
import { buildOnce } from "../support/built.ts";
import { aFabric, expectInOrder, MESSAGES, PLACE, sent, takeAll } from "../support/journey.ts";
import { runCommand, startDev, temporaryFolder } from "../support/run-command.ts";

const LIMITS = { timeout: 240_000 };
const WAIT = { timeout: 90_000, interval: 200 };
const CROSSINGS = ["sqs-to-pubsub", "pubsub-to-sqs"] as const;

const { fabric, links } = compile(parseFabric(aFabric(), "fabric.yaml"));
const linkOf = (crossing: Link["crossing"]) => links.find((link) => link.crossing === crossing) as Link;

/** A step that is loaded with the function and leaves the body as it is: only one link has it. */
const STEP = "shared/transforms/set.ts";
const SET = '[{ set: { attributes: { shop: "a" } } }]';
const withStep = (crossing: Link["crossing"]): string =>
  aFabric(crossing === "sqs-to-pubsub" ? { there: SET } : { back: SET });

beforeAll(buildOnce);

function aFolder(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "fabric.yaml"), text);
  return folder;
}

async function feed(folder: string, link: Link, servers: Servers, from: number, to: number): Promise<void> {
  const file = join(folder, `${link.crossing}-${from}.ndjson`);
  const lines = sent.slice(from, to).map((each) => JSON.stringify(each));
  writeFileSync(file, lines.join("\n"));
  await sendFeed({ file, endpoint: link.source, key: "key" }, servers, () => {}, new AbortController().signal);
}

/** Where the messages of a source are: those that wait, those that are out, those that have left it in whatever way. */
function books({ sqsEngine, pubsubEngine }: Servers, link: Link) {
  if (link.source.broker === "sqs") {
    const { accepted = 0, visible, inFlight, delayed = 0 } = sqsEngine?.counts(link.source.queue) ?? {};
    return { accepted, waiting: (visible ?? 0) + delayed, out: inFlight };
  }
  if (!("subscription" in link)) throw new Error(`${link.name} has no subscription`);
  const name = `projects/${link.source.project}/subscriptions/${link.subscription}`;
  const { accepted, waiting, outstanding } = pubsubEngine?.counts(name) ?? {};
  return { accepted, waiting, out: outstanding };
}

const BREAKS = [
  { code: 'throw new Error("rates.csv is not there\\nsecond line");', reason: "rates.csv is not there" },
  { code: 'throw "rates.csv is not there";', reason: "rates.csv is not there" },
  { code: "process.exit(3);", reason: "the process exited with code 3" },
  { code: "module.exports = {}; process.nextTick(() => { throw new Error('too late'); }); ", reason: "too late" },
  {
    code: 'process.env.HOPSPAN_LINK = "{";',
    reason: "the link is not the JSON of a link: deploy the function anew from its fabric",
  },
] as const;

describe("hopspan dev with a function that can't be loaded", () => {
  it.each(CROSSINGS)(
    "ends with 1 and one line, and leaves every message at its source: %s",
    LIMITS,
    async (crossing) => {
      const [project, folder, link] = [aProject(), aFolder(withStep(crossing)), linkOf(crossing)];
      const { root } = project;
      const servers = await openServers(PLACE);
      try {
        const there = ["--aws-endpoint", servers.sqsEndpoint, "--pubsub-host", servers.pubsubHost];
        const once = (environment = {}) =>
          runCommand(folder, ["dev", "--once", ...there], "", { root, environment, timeoutMs: 120_000 });
        // A first run makes the queues and subscriptions that messages are kept in.
        expect((await once()).code).toBe(0);
        await feed(folder, link, servers, 0, MESSAGES);
        const kept = { accepted: MESSAGES, waiting: MESSAGES, out: 0 };
        const expectRefused = async (reason: string, environment = {}) => {
          const { code, err } = await once(environment);
          expect([code, err]).toEqual([1, `hopspan: the function of ${link.name} can't start: ${reason}\n`]);
          expect(books(servers, link)).toEqual(kept);
          expect(project.pids()).toEqual([]);
        };
        for (const { code, reason } of BREAKS) {
          project.spoilBundle(crossing, code);
          await expectRefused(reason);
        }
        // What its owner's machine has, a function has not: so nothing is found before it starts.
        project.spoilSource(STEP, 'if (process.env["RATES"] === undefined) throw new Error("RATES is not set");');
        await expectRefused("RATES is not set", { RATES: "rates.csv" });
        project.mendSource(STEP);
        const running = await startDev(folder, "fabric.yaml", there, { root });
        await expect.poll(() => books(servers, link), WAIT).toEqual({ accepted: MESSAGES, waiting: 0, out: 0 });
        expect((await running.stop()).code).toBe(0);
        expectInOrder(await takeAll(servers, fabric, link.targets[0]), sent);
        expect(await takeAll(servers, fabric, link.deadLetters)).toEqual([]);
      } finally {
        await servers.close();
      }
    },
  );

  it("ends with 2 and a line for each place that names a step that throws where it is loaded", async () => {
    const [project, folder] = [aProject(), aFolder(aFabric({ there: SET, back: SET }))];
    project.spoilSource(STEP, 'throw new Error("rates.csv is not there");');
    const { code, out, err } = await runCommand(folder, ["dev", "--once"], "", { root: project.root });
    const lines = err
      .trimEnd()
      .split("\n")
      .filter((line) => !line.includes(" note: "));
    const line = expect.stringMatching(
      /^fabric\.yaml:\d+:\d+: transform set can't be loaded: Error: rates\.csv is not there$/,
    );
    expect([code, out, lines]).toEqual([2, "", [line, line]]);
    expect(project.pids()).toEqual([]);
  });
});

/** What a run with `--json` has said last of a kind. */
function lastOf(seen: string, event: string) {
  const line = seen.split("\n").findLast((each) => each.startsWith(`{"event":"${event}"`));
  return line === undefined ? undefined : (JSON.parse(line) as { readonly accounts: readonly Account[] });
}

describe("hopspan dev with functions that can't be loaded any more", () => {
  it("keeps what comes meanwhile, and carries it over in order once they can", LIMITS, async () => {
    const [project, folder] = [aProject(), aFolder(aFabric())];
    // Soon tried again, though a queue waits for six times as long.
    const words = ["--function-timeout", "1"];
    const running = await startDev(folder, "fabric.yaml", words, { root: project.root, timeoutMs: LIMITS.timeout });
    const { child, ready, end } = running;
    let seen = "";
    child.stdout.on("data", (chunk: Buffer) => {
      seen += chunk;
    });
    const accounts = () => lastOf(seen, "progress")?.accounts.map((each) => [each.in, each.delivered, each.dead]);
    const servers = await openServers({ ...PLACE, sqsEndpoint: ready.sqs.endpoint, pubsubHost: ready.pubsub.host });
    try {
      const half = MESSAGES / 2;
      await Promise.all(links.map((link) => feed(folder, link, servers, 0, half)));
      await expect.poll(accounts, WAIT).toEqual([
        [half, half, 0],
        [half, half, 0],
      ]);
      for (const crossing of CROSSINGS) project.spoilBundle(crossing, 'throw new Error("rates.csv is not there");');
      const functions = project.pids().filter((pid) => pid !== child.pid);
      expect(functions).toEqual(expect.arrayContaining(ready.links.flatMap(({ pids }) => pids)));
      for (const pid of functions) process.kill(pid, "SIGKILL");
      await Promise.all(links.map((link) => feed(folder, link, servers, half, MESSAGES)));
      const said = () =>
        links.map(({ name }) => seen.includes(`"link":"${name}","line":"Error: rates.csv is not there"`));
      await expect.poll(said, WAIT).toEqual([true, true]);
      await expect.poll(accounts, WAIT).toEqual([
        [MESSAGES, half, 0],
        [MESSAGES, half, 0],
      ]);
      for (const crossing of CROSSINGS) project.mendBundle(crossing);
      await expect.poll(accounts, WAIT).toEqual([
        [MESSAGES, MESSAGES, 0],
        [MESSAGES, MESSAGES, 0],
      ]);
      for (const link of links) expectInOrder(await takeAll(servers, fabric, link.targets[0]), sent);
    } finally {
      await servers.close();
      child.kill("SIGTERM");
    }
    const { code, err, out } = await end;
    expect([code, err]).toEqual([0, ""]);
    const settled = { in: MESSAGES, delivered: MESSAGES, dropped: 0, dead: 0, inFlight: 0, gap: 0, missing: 0 };
    expect(lastOf(out, "reconciliation")?.accounts).toMatchObject([settled, settled]);
    expect(project.pids()).toEqual([]);
  });
});
