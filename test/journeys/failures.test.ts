// What breaks in the middle of a run loses nothing, buries nothing and overtakes nothing: whole fabrics, real processes.

import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleFolder, bundleFunctions } from "../../infra/bundle.ts";
import { sendFeed } from "../../infra/local/feed.ts";
import { inboxName } from "../../infra/local/inbox.ts";
import { eventSource } from "../../infra/local/lambda/event-source.ts";
import { lambdaFunction } from "../../infra/local/lambda/lambda-function.ts";
import { makeInbox, makeQueue, makeTopic } from "../../infra/local/provision.ts";
import { type Account, balanced } from "../../infra/local/reconcile.ts";
import { type RunningFabric, runFabric } from "../../infra/local/running-fabric.ts";
import { openServers, type Servers } from "../../infra/local/servers.ts";
import { topicPath } from "../../shared/brokers/pubsub/endpoint.ts";
import { queueArn, queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import { type Compiled, compile } from "../../shared/fabric/compile.ts";
import type { Link, LinkFor } from "../../shared/fabric/link.ts";
import { parseFabric } from "../../shared/fabric/read.ts";
import { bundles, expectGone } from "../infra/local/process/bundles.ts";

const FABRIC = `
fabric: shop
aws: { account: "111122223333", region: eu-west-1 }
gcp: { project: shop-project, region: europe-west1 }
endpoints:
  orders: { sqs: orders.fifo }
  order-feed: { pubsub: order-feed, ordered: true }
  scores: { pubsub: scores, ordered: true }
  inbox: { sqs: inbox.fifo }
hops:
  there: { from: orders, to: order-feed }
  back: { from: scores, to: inbox }
`;
const MESSAGES = 400;
const KEYS = 5;
const LIMITS = { timeout: 120_000 };
const WAIT = { timeout: 90_000, interval: 200 };
const PLACE = { account: "111122223333", region: "eu-west-1", project: "shop-project" };

interface Numbered {
  readonly number: number;
  readonly key: string;
}

const sent: readonly Numbered[] = Array.from({ length: MESSAGES }, (_, number) => ({
  number,
  key: `customer-${number % KEYS}`,
}));

/** One link of the fabric by itself; its retries come soon. */
function only<Name extends Link["crossing"]>(crossing: Name) {
  const compiled = compile(parseFabric(FABRIC, "fabric.yaml"));
  const links = compiled.links
    .filter((each) => each.crossing === crossing)
    .map((each) => ({ ...each, timeoutSeconds: 2 }));
  return { compiled: { ...compiled, links }, link: links[0] as LinkFor<Name> };
}

/** What the target takes, in the order in which it takes it. */
function watchTarget({ sqsEngine, pubsubEngine }: Servers, { targets: [target] }: Link, onArrival: () => void) {
  const arrived: Numbered[] = [];
  const add = (body: string) => {
    arrived.push(JSON.parse(body) as Numbered);
    onArrival();
  };
  if (target.broker === "sqs")
    sqsEngine?.observe((event) => {
      if (event.kind === "sent" && event.queue === target.queue) add(event.message.body);
    });
  else
    pubsubEngine?.observe((event) => {
      if (event.kind === "published" && event.topic === topicPath(target)) add(String(Buffer.from(event.message.data)));
    });
  return arrived;
}

interface Journey {
  readonly servers: Servers;
  readonly running: RunningFabric;
  readonly arrived: readonly Numbered[];
  /** Sends all messages to the source. */
  feed(): Promise<void>;
  account(): Promise<Account>;
}

/** A run of one link; ends it with all its processes, whatever `body` does. */
async function travel(
  compiled: Compiled,
  link: Link,
  body: (journey: Journey) => Promise<void>,
  onArrival: (arrivals: number, running: RunningFabric) => void = () => {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "hopspan-feed-"));
  const file = join(folder, "feed.ndjson");
  await writeFile(file, sent.map((each) => JSON.stringify(each)).join("\n"));
  const servers = await openServers(PLACE);
  try {
    const running = await runFabric({ compiled, servers, secrets: {}, onLine: () => {} });
    try {
      const arrived: readonly Numbered[] = watchTarget(servers, link, () => onArrival(arrived.length, running));
      const feed = () =>
        sendFeed({ file, endpoint: link.source, key: "key" }, servers, () => {}, new AbortController().signal);
      const account = async () => {
        const [only] = await running.accounts(new Map([[link.source.name, MESSAGES]]));
        if (only === undefined) throw new Error("the run has no link");
        return only;
      };
      await body({ servers, running, arrived, feed, account });
    } finally {
      await running.stop();
    }
  } finally {
    await servers.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const pidsOf = ({ links }: RunningFabric): readonly number[] => links.flatMap((each) => each.pids());

async function expectAllArrived({ account, arrived }: Journey): Promise<void> {
  const settled = { in: MESSAGES, delivered: MESSAGES, dropped: 0, dead: 0, inFlight: 0, gap: 0, missing: 0 };
  await expect.poll(account, WAIT).toMatchObject(settled);
  expect(balanced([await account()])).toBe(true);
  expectInOrder(arrived, sent);
}

/** Every message at least once, and the first arrivals of each key in the order in which they were sent. */
function expectInOrder(arrived: readonly Numbered[], expected: readonly Numbered[]): void {
  const seen = new Set<number>();
  const firsts = arrived.filter(({ number }) => !seen.has(number) && seen.add(number));
  expect(Map.groupBy(firsts, ({ key }) => key)).toEqual(Map.groupBy(expected, ({ key }) => key));
}

/** Kills all processes of the link when so many messages have arrived: some of their batch are still to come. */
function killAt(arrivals: number) {
  const killed: number[] = [];
  return {
    killed,
    onArrival(count: number, running: RunningFabric) {
      if (count !== arrivals) return;
      for (const pid of pidsOf(running)) {
        process.kill(pid, "SIGKILL");
        killed.push(pid);
      }
    },
  };
}

beforeAll(async () => {
  if (!existsSync(bundleFolder("sqs-to-pubsub")) || !existsSync(bundleFolder("pubsub-to-sqs"))) await bundleFunctions();
});

describe("a fabric whose function is killed", () => {
  it.each(["sqs-to-pubsub", "pubsub-to-sqs"] as const)(
    "loses nothing and keeps order: %s",
    LIMITS,
    async (crossing) => {
      const { compiled, link } = only(crossing);
      const { killed, onArrival } = killAt(MESSAGES / 4);
      await travel(
        compiled,
        link,
        async (journey) => {
          await journey.feed();
          await expectAllArrived(journey);
          await expectGone(killed);
          expect(pidsOf(journey.running)).not.toEqual([]);
        },
        onArrival,
      );
    },
  );
});

describe("a fabric whose target is not there for a while", () => {
  it("keeps what it can't publish until the topic is back", LIMITS, async () => {
    const { compiled, link } = only("sqs-to-pubsub");
    const [topic] = link.targets;
    const inbox = inboxName(compiled.fabric, topic);
    await travel(compiled, link, async (journey) => {
      const { pubsub, pubsubEngine } = journey.servers;
      await pubsub.subscription(inbox).delete();
      await pubsub.topic(topic.topic).delete();
      await journey.feed();
      await expect.poll(async () => (await journey.account()).retried, WAIT).toBeGreaterThan(0);
      expect(journey.arrived).toEqual([]);
      await makeTopic(pubsub, topic);
      await makeInbox(pubsub, topic, inbox);
      await expectAllArrived(journey);
      const { accepted } = pubsubEngine?.counts(`projects/${topic.project}/subscriptions/${inbox}`) ?? {};
      expect(accepted).toBe(journey.arrived.length);
    });
  });

  it("keeps what it can't send until the queue is back", LIMITS, async () => {
    const { compiled, link } = only("pubsub-to-sqs");
    const [queue] = link.targets;
    await travel(compiled, link, async (journey) => {
      const { sqs, sqsEngine } = journey.servers;
      await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl(queue) }));
      await journey.feed();
      await expect.poll(async () => (await journey.account()).retried, WAIT).toBeGreaterThan(0);
      expect(journey.arrived).toEqual([]);
      await makeQueue(sqs, queue, {});
      await expectAllArrived(journey);
      expect(sqsEngine?.counts(queue.queue).visible).toBe(journey.arrived.length);
    });
  });
});

/**
 * Hangs at a process's third call, once for all processes: `marker` is the file by which they know. What is handled goes
 * to the file `ledger`, where the lines of several processes stand in the order of writing.
 */
const hangingOnce = (marker: string, ledger: string) => `
const fs = require("node:fs");
let calls = 0;
exports.handler = async ({ Records }) => {
  calls += 1;
  if (calls === 3 && !fs.existsSync(${JSON.stringify(marker)})) {
    fs.writeFileSync(${JSON.stringify(marker)}, "");
    setInterval(() => {}, 1_000);
    await new Promise(() => {});
  }
  for (const { body } of Records) fs.appendFileSync(${JSON.stringify(ledger)}, body + "\\n");
  return { batchItemFailures: [] };
};`;

describe("a handler that hangs", () => {
  const makeBundle = bundles();

  it("is ended at its timeout, and what it held comes again in order", LIMITS, async () => {
    const { link } = only("sqs-to-pubsub");
    const { source, batch } = link;
    const folder = await mkdtemp(join(tmpdir(), "hopspan-hang-"));
    const file = join(folder, "feed.ndjson");
    await writeFile(file, sent.map((each) => JSON.stringify(each)).join("\n"));
    const servers = await openServers(PLACE);
    const ledger = join(folder, "handled.ndjson");
    const errors: string[] = [];
    const lambda = lambdaFunction({
      name: "hangs-once",
      bundle: makeBundle(hangingOnce(join(folder, "has-hung"), ledger)),
      environment: {},
      timeoutSeconds: 1,
      maxConcurrency: 2,
      onLog: () => {},
    });
    try {
      await makeQueue(servers.sqs, source, { VisibilityTimeout: "6" });
      const mapping = eventSource({
        client: servers.sqs,
        queueUrl: queueUrl(source),
        queueArn: queueArn(source),
        region: source.region,
        fifo: source.fifo,
        batch,
        maxConcurrency: 2,
        invoke: lambda.invoke,
        onSettled: ({ invocation }) => {
          if (invocation.kind === "error") errors.push(invocation.type);
        },
      });
      try {
        await sendFeed({ file, endpoint: source, key: "key" }, servers, () => {}, new AbortController().signal);
        await expect.poll(() => servers.sqsEngine?.counts(source.queue).deleted, WAIT).toBe(MESSAGES);
        expect(servers.sqsEngine?.counts(source.queue)).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
      } finally {
        await mapping.stop();
      }
      expect(errors).toContain("Sandbox.Timedout");
      const handled = (await readFile(ledger, "utf8")).trimEnd().split("\n");
      expectInOrder(
        handled.map((line) => JSON.parse(line) as Numbered),
        sent,
      );
    } finally {
      await lambda.close();
      await servers.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
