// A function that breaks in the middle of a feed loses nothing, buries nothing and overtakes nothing: real processes.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { sendFeed } from "../../infra/local/feed.ts";
import { eventSource } from "../../infra/local/lambda/event-source.ts";
import { lambdaFunction } from "../../infra/local/lambda/lambda-function.ts";
import { makeQueue } from "../../infra/local/provision.ts";
import { openServers } from "../../infra/local/servers.ts";
import { queueArn, queueUrl } from "../../shared/brokers/sqs/endpoint.ts";
import type { LinkFor } from "../../shared/fabric/link.ts";
import { bundles, expectGone } from "../infra/local/process/bundles.ts";
import { buildOnce } from "../support/built.ts";
import {
  accountedFor,
  expectInOrder,
  MESSAGES,
  type Numbered,
  only,
  PLACE,
  type Route,
  sent,
  travel,
} from "../support/journey.ts";

const LIMITS = { timeout: 400_000 };
const WAIT = { timeout: 90_000, interval: 200 };
const CROSSINGS = ["sqs-to-pubsub", "pubsub-to-sqs"] as const;

beforeAll(buildOnce);

/**
 * Sends a signal to all processes of the link at the moment in which so many messages have arrived: the function has not
 * heard of that yet, so what it has in hand is not acknowledged.
 */
function signalAt(arrivals: number, signal: NodeJS.Signals) {
  const struck: number[] = [];
  return {
    struck,
    onArrival({ arrived, pids }: Route) {
      if (arrived.length !== arrivals) return;
      for (const pid of pids()) {
        process.kill(pid, signal);
        struck.push(pid);
      }
    },
  };
}

/** One half is on its way when the function is struck, the other half comes after that. */
async function feedAround(struck: readonly number[], route: Route): Promise<void> {
  await route.feed(0, MESSAGES / 2);
  await vi.waitFor(() => expect(struck).not.toEqual([]), WAIT);
  await route.feed(MESSAGES / 2);
}

// Each waits for time-outs and retries rather than works: they wait together, and so not by `expect.poll`.
describe.concurrent("a fabric whose function is killed", () => {
  it.each([...CROSSINGS, "sqs-to-sqs", "pubsub-to-pubsub"] as const)(
    "loses nothing and keeps order: %s",
    LIMITS,
    async (crossing) => {
      const { struck, onArrival } = signalAt(MESSAGES / 4, "SIGKILL");
      await travel({ compiled: only(crossing), onArrival }, async (journey) => {
        const [route] = journey.routes as [Route];
        await feedAround(struck, route);
        await expectGone(struck);
        expect(await accountedFor(journey)).toEqual([[]]);
        // What had arrived unheard came again: to a topic for a second time, while a FIFO queue knows it by its id.
        const again = crossing.endsWith("pubsub") ? expect.toSatisfy((count: number) => count > MESSAGES) : MESSAGES;
        expect(route.arrived.length).toEqual(again);
      });
    },
  );
});

describe.concurrent("a fabric whose function stands still for longer than it may", () => {
  it.each(CROSSINGS)("ends it, loses nothing and keeps order: %s", LIMITS, async (crossing) => {
    const { struck, onArrival } = signalAt(MESSAGES / 4, "SIGSTOP");
    await travel({ compiled: only(crossing), onArrival }, async (journey) => {
      const [route] = journey.routes as [Route];
      await feedAround(struck, route);
      await expectGone(struck);
      expect(await accountedFor(journey)).toEqual([[]]);
      expect(journey.lines.join("\n")).toMatch(/timed out after 2\.00 seconds|took longer than 2 seconds/);
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

describe.concurrent("a handler that hangs", () => {
  const makeBundle = bundles();

  it("is ended at its timeout, and what it held comes again in order", LIMITS, async () => {
    const [link] = only("sqs-to-pubsub").links as [LinkFor<"sqs-to-pubsub">];
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
        await vi.waitFor(() => expect(servers.sqsEngine?.counts(source.queue).deleted).toBe(MESSAGES), WAIT);
        const counts = { accepted: MESSAGES, deleted: MESSAGES, redriven: 0, visible: 0, inFlight: 0, delayed: 0 };
        expect(servers.sqsEngine?.counts(source.queue)).toMatchObject(counts);
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
