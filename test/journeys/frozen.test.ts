// Functions that stand still whenever they have nothing to do, as in the cloud, lose nothing and keep order.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { buildOnce } from "../support/built.ts";
import { accountedFor, type Journey, MESSAGES, only, travel } from "../support/journey.ts";

const CROSSINGS = ["sqs-to-pubsub", "pubsub-to-sqs", "sqs-to-sqs", "pubsub-to-pubsub"] as const;
const WAIT = { timeout: 90_000, interval: 50 };

beforeAll(buildOnce);

const isStopped = (pid: number): boolean => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

/** Waits until all that was fed has arrived, and every process stands still. */
async function allStill({ routes, running }: Journey, fed: number): Promise<void> {
  for (const { account } of routes)
    await vi.waitFor(async () => expect(await account()).toMatchObject({ in: fed, delivered: fed, gap: 0 }), WAIT);
  const pids = running.links.flatMap((each) => each.pids());
  expect(pids.length).toBeGreaterThanOrEqual(CROSSINGS.length);
  await vi.waitFor(() => expect(pids.filter((pid) => !isStopped(pid))).toEqual([]), WAIT);
}

describe.skipIf(process.platform !== "linux")("a fabric whose functions stand still in between", () => {
  it("carries all over, in order, before and after a rest", { timeout: 240_000 }, async () => {
    await travel({ compiled: only(...CROSSINGS), hold: { freezes: true } }, async (journey) => {
      const feed = (from: number, to: number) => Promise.all(journey.routes.map((route) => route.feed(from, to)));
      const rests = [MESSAGES / 4, MESSAGES / 2, MESSAGES];
      let fed = 0;
      for (const rest of rests) {
        await feed(fed, rest);
        await allStill(journey, rest);
        fed = rest;
      }
      expect((await accountedFor(journey)).flat()).toEqual([]);
    });
  });
});
