// Numbered messages on their way through a fabric that really runs: fed, watched at both ends, and accounted for.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { queueConnection } from "../../infra/cli/endpoints/queue.ts";
import { topicConnection } from "../../infra/cli/endpoints/topic.ts";
import { sendFeed } from "../../infra/local/feed.ts";
import { inboxName } from "../../infra/local/inbox.ts";
import type { Hold } from "../../infra/local/platform.ts";
import { type Account, balanced } from "../../infra/local/reconcile.ts";
import { type RunningFabric, runFabric } from "../../infra/local/running-fabric.ts";
import { localSqs, openServers, type Servers } from "../../infra/local/servers.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import { type Compiled, compile } from "../../shared/fabric/compile.ts";
import type { Endpoint, Link } from "../../shared/fabric/link.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { expectGone } from "../infra/local/process/bundles.ts";

/** An ordered link each way. Nothing is said of retries: what holds is what holds by default. `there` and `back` are steps. */
export const aFabric = ({ there = "[]", back = "[]" } = {}): string => `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  orders: { sqs: orders.fifo }
  order-feed: { pubsub: order-feed, ordered: true }
  scores: { pubsub: scores, ordered: true }
  inbox: { sqs: inbox.fifo }
hops:
  there: { from: orders, to: order-feed, transforms: ${there} }
  back: { from: scores, to: inbox, transforms: ${back} }
`;

/** The same with links that stay in their cloud. */
const FOUR_LINKS = aFabric()
  .replace(
    "endpoints:",
    `endpoints:
  parcels: { sqs: parcels.fifo }
  depot: { sqs: depot.fifo }
  ticks: { pubsub: ticks, ordered: true }
  ticker: { pubsub: ticker, ordered: true }`,
  )
  .concat("  across: { from: parcels, to: depot }\n  along: { from: ticks, to: ticker }\n");

export const PLACE = { account: "111122223333", region: "eu-west-1", project: "shop-project" };

export const MESSAGES = 400;
const KEYS = 5;
const WAIT = { timeout: 240_000, interval: 200 };

/** What is said of a function that took longer than it may, which a busy machine can bring about. */
const WAS_ENDED = /timed out after [\d.]+ seconds|took longer than [\d.]+ seconds/;

export interface Numbered {
  readonly number: number;
  readonly key: string;
}

export const sent: readonly Numbered[] = Array.from({ length: MESSAGES }, (_, number) => ({
  number,
  key: `customer-${number % KEYS}`,
}));

/** Those links of the fabric. A time-out that is short makes retries come soon, and so uses up more of them. */
export function only(...crossings: readonly Link["crossing"][]): Compiled {
  const compiled = compile(parseFabric(FOUR_LINKS, "fabric.yaml"));
  const links = compiled.links
    .filter(({ crossing }) => crossings.includes(crossing))
    .map((link) => ({ ...link, timeoutSeconds: 2 }));
  return { ...compiled, links };
}

/** One link of a run. */
export interface Route {
  readonly link: Link;
  /** What the target has taken, in the order in which it has. */
  readonly arrived: readonly Numbered[];
  /** Sends messages to the source, from one number up to, but not including, another: all of them where none is said. */
  feed(from?: number, to?: number): Promise<void>;
  account(): Promise<Account>;
  pids(): readonly number[];
}

export interface Journey {
  readonly compiled: Compiled;
  readonly servers: Servers;
  readonly running: RunningFabric;
  readonly routes: readonly Route[];
  readonly messages: readonly Numbered[];
  /** What functions have written, and what was said of their processes. */
  readonly lines: readonly string[];
}

export interface Trip {
  readonly compiled: Compiled;
  /** What each link has to carry: all of `sent` where absent. */
  readonly messages?: readonly Numbered[];
  /** Where functions look for the brokers, in place of the servers themselves. */
  readonly detour?: (servers: Servers) => Promise<{
    readonly environment: Readonly<Record<string, string>>;
    close(): Promise<void>;
  }>;
  /** How functions are held. */
  readonly hold?: Hold;
  /** Told at the very moment of each arrival, while the request that brought it still waits for its answer. */
  readonly onArrival?: (route: Route) => void;
}

/** A run of a fabric; ends it with all its processes, whatever `body` does. */
export async function travel(
  { compiled, messages = sent, detour, hold = {}, onArrival }: Trip,
  body: (journey: Journey) => Promise<void>,
) {
  const servers = await openServers(PLACE);
  const folder = await mkdtemp(join(tmpdir(), "hopspan-journey-"));
  const way = await detour?.(servers);
  const lines: string[] = [];
  try {
    const environment = { ...servers.environment, ...way?.environment };
    const running = await runFabric({
      compiled,
      servers: { ...servers, environment },
      secrets: {},
      hold,
      onLine: (_, line) => lines.push(line),
    });
    try {
      const routes = compiled.links.map((link) => routeOf(link, { servers, running, folder, messages }, onArrival));
      await body({ compiled, servers, running, routes, messages, lines });
    } finally {
      await running.stop();
    }
  } finally {
    await way?.close();
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function routeOf(
  link: Link,
  {
    servers,
    running,
    folder,
    messages,
  }: Pick<Journey, "servers" | "running" | "messages"> & { readonly folder: string },
  onArrival: Trip["onArrival"],
): Route {
  const arrived: Numbered[] = [];
  let fed = 0;
  const route: Route = {
    link,
    arrived,
    async feed(from = 0, to = messages.length) {
      const file = join(folder, `${link.crossing}-${from}.ndjson`);
      const some = messages.slice(from, to);
      await writeFile(file, some.map((each) => JSON.stringify(each)).join("\n"));
      await sendFeed({ file, endpoint: link.source, key: "key" }, servers, () => {}, new AbortController().signal);
      fed += some.length;
    },
    async account() {
      const accounts = await running.accounts(new Map([[link.source.name, fed]]));
      const own = accounts.find((each) => each.link === link.name);
      if (own === undefined) throw new Error(`the run has no link ${link.name}`);
      return own;
    },
    pids: () => running.links.flatMap((each) => (each.link.name === link.name ? each.pids() : [])),
  };
  watchTarget(servers, link, (body) => {
    arrived.push(JSON.parse(body) as Numbered);
    onArrival?.(route);
  });
  return route;
}

function watchTarget({ sqsEngine, pubsubEngine }: Servers, { targets: [target] }: Link, tell: (body: string) => void) {
  if (target.broker === "sqs")
    sqsEngine?.observe((event) => {
      if (event.kind === "sent" && event.queue === target.queue) tell(event.message.body);
    });
  else
    pubsubEngine?.observe((event) => {
      if (event.kind === "published" && event.topic === topicPath(target))
        tell(String(Buffer.from(event.message.data)));
    });
}

/**
 * Waits until nothing is on its way any more, ends the run, and gives the dead letters of each link. Then this holds: the
 * account balances, before and after the end of the run, and tells as many dead letters as there are; every other message
 * was taken by the target, in order per key, and whoever reads there gets it so; no process is left. Only where a function
 * was ended at its time-out may a dead letter have arrived as well.
 */
export async function accountedFor(journey: Journey): Promise<readonly (readonly Numbered[])[]> {
  const { compiled, servers, running, routes, messages, lines } = journey;
  const settled = { in: messages.length, dropped: 0, inFlight: 0, gap: 0, missing: 0 };
  for (const { account } of routes) await vi.waitFor(async () => expect(await account()).toMatchObject(settled), WAIT);
  const pids = running.links.flatMap((each) => each.pids());
  await running.stop();
  await expectGone(pids);
  return Promise.all(
    routes.map(async ({ link, arrived, account }) => {
      const [target] = link.targets;
      const [final, dead, read] = await Promise.all([
        account(),
        takeAll(servers, compiled.fabric, link.deadLetters),
        takeAll(servers, compiled.fabric, target),
      ]);
      expect(final).toMatchObject({ ...settled, delivered: messages.length - dead.length, dead: dead.length });
      expect(balanced([final])).toBe(true);
      const numbers = new Set(dead.map(({ number }) => number));
      const isAlive = ({ number }: Numbered) => !numbers.has(number);
      // Of one that was ended with a message in hand nobody knows whether it had sent it: it counts as a failed attempt.
      const may = lines.some((line) => WAS_ENDED.test(line)) ? isAlive : () => true;
      expectInOrder(arrived.filter(may), messages.filter(isAlive));
      expectInOrder(read.filter(may), messages.filter(isAlive));
      return dead;
    }),
  );
}

/** Those and no others, each at least once, and the first of each in the order in which they were sent, key by key. */
export function expectInOrder(arrived: readonly Numbered[], expected: readonly Numbered[]): void {
  const seen = new Set<string>();
  const firsts = arrived.filter(({ key, number }) => !seen.has(`${key} ${number}`) && seen.add(`${key} ${number}`));
  const byKey = (list: readonly Numbered[]) => Map.groupBy(list, ({ key }) => key);
  expect(byKey(firsts)).toEqual(byKey(expected));
}

/** Reads an endpoint until nothing comes any more, as whoever it is meant for would: with the official clients. */
export async function takeAll(
  servers: Pick<Servers, "sqsEndpoint" | "pubsubHost">,
  fabric: string,
  endpoint: Endpoint,
): Promise<readonly Numbered[]> {
  const from =
    endpoint.broker === "sqs"
      ? queueConnection(localSqs(servers.sqsEndpoint, endpoint), endpoint)
      : topicConnection(servers.pubsubHost, endpoint, inboxName(fabric, endpoint));
  const taken: Numbered[] = [];
  try {
    for (;;) {
      const batch = await from.receive(10, new AbortController().signal);
      if (batch.length === 0) return taken;
      taken.push(...batch.map((each) => JSON.parse(Buffer.from(each.open().body).toString()) as Numbered));
      await from.acknowledge(batch);
    }
  } finally {
    await from.close();
  }
}
