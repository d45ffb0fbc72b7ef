import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sendFeed } from "../../../infra/local/feed.ts";
import { ENDED } from "../../../infra/local/process/unless-ended.ts";
import { type RunningFabric, runFabric } from "../../../infra/local/running-fabric.ts";
import { openServers, type Servers } from "../../../infra/local/servers.ts";
import { compile } from "../../../shared/fabric/compile.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";
import { temporaryFolder } from "../../support/run-command.ts";
import { expectGone } from "./process/bundles.ts";

const FABRIC = `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  orders: { sqs: orders }
  order-feed: { pubsub: order-feed }
  scores: { pubsub: scores }
  inbox: { sqs: inbox }
hops:
  there: { from: orders, to: order-feed }
  back: { from: scores, to: inbox }
`;
const compiled = compile(parseFabric(FABRIC, "fabric.yaml"));
const PLACE = { account: "111122223333", region: "eu-west-1", project: "shop-project" };
const MESSAGES = 2_000;
const file = join(temporaryFolder(), "feed.ndjson");
writeFileSync(file, Array.from({ length: MESSAGES }, (_, at) => `m-${at}\n`).join(""));

/** Counts what each target takes, by its body; `onArrival` is told each time. */
function countArrivals({ sqsEngine, pubsubEngine }: Servers, onArrival: () => void) {
  const counts = { "shop/there": new Map<string, number>(), "shop/back": new Map<string, number>() };
  const add = (link: keyof typeof counts, body: string) => {
    counts[link].set(body, (counts[link].get(body) ?? 0) + 1);
    onArrival();
  };
  pubsubEngine?.observe((event) => {
    if (event.kind === "published" && event.topic.endsWith("/order-feed"))
      add("shop/there", Buffer.from(event.message.data).toString());
  });
  sqsEngine?.observe((event) => {
    if (event.kind === "sent" && event.queue === "inbox") add("shop/back", event.message.body);
  });
  return counts;
}

/** Feeds both links, and stops the run when so many messages have arrived. */
async function stopAfter(arrivals: number, servers: Servers, running: RunningFabric) {
  const ended = new AbortController();
  let seen = 0;
  const counts = countArrivals(servers, () => {
    if (++seen === arrivals) ended.abort();
  });
  const sources = compiled.links.map(({ source }) => source);
  const feeds = sources.map((endpoint) => sendFeed({ file, endpoint }, servers, () => {}, ended.signal));
  if (!ended.signal.aborted) await new Promise((resolve) => ended.signal.addEventListener("abort", resolve));
  await Promise.all([...feeds, running.stop()]);
  return counts;
}

describe("a running fabric", () => {
  it.each([5, 300, 900])(
    "does nothing twice when it is stopped after %i arrivals",
    { timeout: 60_000 },
    async (arrivals) => {
      const servers = await openServers(PLACE);
      try {
        const running = await runFabric({ compiled, servers, secrets: {}, onLine: () => {} });
        const pids = running.links.flatMap((link) => link.pids());
        const counts = await stopAfter(arrivals, servers, running);
        const accounts = await running.accounts(new Map());
        for (const { link, delivered, inFlight, duplicates, gap, missing, ...line } of accounts) {
          const arrived = [...counts[link as keyof typeof counts].values()];
          expect([Math.max(0, ...arrived) <= 1, duplicates, gap, missing]).toEqual([true, 0, 0, 0]);
          expect([delivered, delivered + inFlight]).toEqual([arrived.length, line.in]);
        }
        await expectGone(pids);
      } finally {
        await servers.close();
      }
    },
  );

  it("may be stopped again", async () => {
    const servers = await openServers(PLACE);
    const running = await runFabric({ compiled, servers, secrets: {}, onLine: () => {} });
    await Promise.all([running.stop(), running.stop()]);
    await running.stop();
    expect(running.links.flatMap((link) => link.pids())).toEqual([]);
    await servers.close();
  });

  it("names each function that can't start in a line of its own, and leaves no process behind", async () => {
    const servers = await openServers(PLACE);
    const step = "[{ redact: { fields: [id], with: { hash: k } } }]";
    const fabric = FABRIC.replace("endpoints:", "secrets: { k: { aws: k, gcp: k } }\nendpoints:")
      .replace("to: order-feed", `to: order-feed, transforms: ${step}`)
      .replace("to: inbox", `to: inbox, transforms: ${step}`);
    const failing = runFabric({
      compiled: compile(parseFabric(fabric, "fabric.yaml")),
      servers,
      secrets: {},
      onLine: () => {},
    });
    const reason = "can't start: transform redact: secret k is not there: set HOPSPAN_SECRET_K";
    await expect(failing).rejects.toMatchObject({
      code: "FUNCTION",
      message: `the function of shop/there ${reason}\nthe function of shop/back ${reason}`,
    });
    await servers.close();
  });

  it("does not come to stand once it is ended, and leaves no process behind", async () => {
    const servers = await openServers(PLACE);
    const ended = new AbortController();
    const starting = runFabric({ compiled, servers, secrets: {}, onLine: () => {}, ended: ended.signal });
    // The push is made last: by then every other function has begun to start.
    setImmediate(() => ended.abort());
    await expect(starting).rejects.toMatchObject({ code: ENDED });
    await servers.close();
  });
});
