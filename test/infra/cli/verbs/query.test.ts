import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PubSub } from "@google-cloud/pubsub";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { queryLanded } from "../../../../infra/local/landing/query-landed.ts";
import { openServers } from "../../../../infra/local/servers.ts";
import { ROOT, runCommand, startDev, temporaryFolder } from "../../../support/run-command.ts";

const FABRIC = `
fabric: landing
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  visits: { sqs: visits }
  visit-feed: { pubsub: visit-feed, landsIn: { bigquery: { table: raw.visits } } }
  archive: { pubsub: archive, landsIn: { gcs: { bucket: archive, format: text } } }
hops:
  feed: { from: visits, to: [visit-feed, archive] }
`;
const folder = temporaryFolder();
writeFileSync(join(folder, "fabric.yaml"), FABRIC);
const hopspan = (...words: readonly string[]) => runCommand(folder, words);
const COUNT = "select count(*) as n, count(distinct data ->> '$.n') as kinds from raw.visits";

describe("hopspan query", () => {
  let running: Awaited<ReturnType<typeof startDev>>;
  beforeAll(async () => {
    running = await startDev(folder, "fabric.yaml", ["--landed", "landed"]);
  });
  afterAll(() => running?.stop());

  it("shows what has landed while the fabric runs, and after it; what did not fit is a dead letter", {
    timeout: 120_000,
  }, async () => {
    for (const body of ['{"n":1}', '{"n":2}', "no JSON"])
      expect(await hopspan("send", "visits", body)).toMatchObject({ code: 0 });
    const rows = async () => JSON.parse((await hopspan("query", COUNT, "--json")).out || "null") as unknown;
    await expect.poll(rows, { timeout: 60_000 }).toEqual({ n: 2, kinds: 2 });
    expect(await hopspan("receive", "visit-feed.lands.dead", "--count", "1")).toMatchObject({
      code: 0,
      out: expect.stringContaining("no JSON"),
    });
    const { code, out } = await running.stop();
    const events = out.split("\n").flatMap((line) => (line.startsWith('{"event"') ? [JSON.parse(line) as object] : []));
    const place = { folder: join(folder, "landed"), isKept: true };
    expect([code, events.find((each) => "event" in each && each.event === "landed")]).toEqual([
      0,
      {
        event: "landed",
        landed: [
          { endpoint: "visit-feed", table: "raw.visits", rows: 2 },
          { endpoint: "archive", place: "gs://archive/", messages: 3, objects: 1 },
        ],
        ...place,
      },
    ]);
    expect(events.findLast((each) => "accounts" in each)).toMatchObject({
      accounts: [
        { link: "landing/feed.split" },
        { link: "landing/feed.visit-feed" },
        { link: "landing/feed.archive" },
        { link: "visit-feed.lands", in: 3, delivered: 2, dead: 1, inFlight: 0, gap: 0 },
        { link: "archive.lands", in: 3, delivered: 3, dead: 0, inFlight: 0, gap: 0 },
      ],
    });
    expect(await hopspan("query", COUNT, "--landed", "landed")).toEqual({
      code: 0,
      out: "n  kinds\n-  -----\n2      2\n1 row\n",
      err: "",
    });
  });

  it.each([
    [["query"], 2, 'query takes one question: npx hopspan query "select * from DATASET.TABLE"'],
    [["query", "select 1"], 3, 'no fabric runs in this folder: start one with "npx hopspan dev" first'],
    [["query", "select 1", "--landed", "elsewhere"], 2, "--landed elsewhere is no folder: name one that dev was given"],
    [
      ["query", "select * from raw.visit", "--landed", "landed"],
      1,
      "the question can't be answered: no such table: raw.visit; there are the datasets raw",
    ],
    [
      ["query", "drop table raw.visits", "--landed", "landed"],
      1,
      "the question can't be answered: it may only read: a select was expected",
    ],
  ])("says in one line what is wrong: %j", async (words, code, line) => {
    expect(await hopspan(...words)).toEqual({ code, out: "", err: `hopspan: ${line}\n` });
  });

  it("asks a run in which nothing lands in vain", { timeout: 60_000 }, async () => {
    const other = temporaryFolder();
    const dev = await startDev(other, join(ROOT, "examples/starter/fabric.yaml"));
    const answer = await runCommand(other, ["query", "select 1"]);
    await dev.stop();
    const line = "nothing lands in fabric starter: give a topic landsIn, or name a folder with --landed";
    expect(answer).toEqual({ code: 3, out: "", err: `hopspan: ${line}\n` });
  });
});

describe("a run that lands", () => {
  const PLACE = { account: "111122223333", region: "eu-west-1", project: "shop-project" };

  it("loses nothing when it is killed in the middle: what was not written comes again", {
    timeout: 180_000,
  }, async () => {
    const servers = await openServers(PLACE);
    onTestFinished(() => servers.close());
    const where = ["--aws-endpoint", servers.sqsEndpoint, "--pubsub-host", servers.pubsubHost, "--landed", "killed"];
    const landed = join(folder, "killed");
    const found = async () => {
      const [row] = await queryLanded(landed, COUNT, ({ rows }) => [...rows]);
      return { n: Number(row?.[0]), kinds: Number(row?.[1]) };
    };
    const total = 4_000;
    const first = await startDev(folder, "fabric.yaml", where);
    const client = new PubSub({ projectId: PLACE.project, apiEndpoint: servers.pubsubHost, emulatorMode: true });
    onTestFinished(() => client.close());
    const topic = client.topic("visit-feed");
    const sent = Array.from({ length: total }, (_, n) => topic.publishMessage({ json: { n } }));
    await expect.poll(async () => (await found()).n, { interval: 5, timeout: 60_000 }).toBeGreaterThan(0);
    first.child.kill("SIGKILL");
    await Promise.all(sent);
    await first.end;
    const second = await startDev(folder, "fabric.yaml", where);
    await expect.poll(async () => (await found()).kinds, { timeout: 90_000 }).toBe(total);
    await second.stop();
    // Twice at most what was out when it was killed.
    expect((await found()).n).toBeGreaterThanOrEqual(total);
  });

  it("leaves nothing behind that was not named", { timeout: 60_000 }, async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("hopspan-landed-"));
    const before = left();
    const dev = await startDev(folder, "fabric.yaml");
    const [made = ""] = left().filter((name) => !before.includes(name));
    expect(existsSync(join(tmpdir(), made, "bigquery", "raw.sqlite"))).toBe(true);
    const { out } = await dev.stop();
    expect(out).toContain(`"folder":"${join(tmpdir(), made)}","isKept":false`);
    expect(existsSync(join(tmpdir(), made))).toBe(false);
  });
});
